// Review: decisions without loading the page, keys, words that light up, words that are selected. All of it is comfort.
const form = document.getElementById("decisions");
const policy = document.getElementById("policy");
const words = document.getElementById("policy-text");
const saved = document.getElementById("saved");
const chosen = document.getElementById("chosen");
for (const node of document.querySelectorAll(".scripted")) node.hidden = false;

const marks = new Map();
for (const mark of words.querySelectorAll("mark")) {
  for (const number of mark.dataset.e.split(" ")) {
    if (!marks.has(number)) marks.set(number, []);
    marks.get(number).push(mark);
  }
}
let lit = [];
const light = (nodes) => {
  for (const node of lit) node.classList.remove("lit");
  lit = nodes;
  for (const node of lit) node.classList.add("lit");
};
const showWords = (item) => {
  const own = marks.get(item.dataset.e) || [];
  light(own);
  if (!own.length || policy.scrollHeight <= policy.clientHeight) return;
  const pane = policy.getBoundingClientRect();
  const at = own[0].getBoundingClientRect();
  if (at.top < pane.top || at.bottom > pane.bottom) policy.scrollTop += at.top - pane.top - pane.height / 3;
};
const itemOf = (node) => node.closest("#decisions .entries > li[data-e]");
for (const kind of ["mouseover", "focusin"]) {
  form.addEventListener(kind, (event) => {
    const item = itemOf(event.target);
    if (item) showWords(item);
  });
}

// Items are focused as a whole, so that a key is enough to decide and the next one is read out.
const items = () => [...form.querySelectorAll(".entries > li[data-e]")];
const isOpen = (item) => item.classList.contains("undecided");
const go = (item) => {
  if (!item) return;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
};
const nextOpen = (item) => {
  const all = items();
  return all.slice(all.indexOf(item) + 1).find(isOpen);
};

const replace = (id, markup) => {
  const old = document.getElementById(id);
  if (!old) return null;
  const holder = document.createElement("template");
  holder.innerHTML = markup; // made by the workbench from a template, as the page was
  const made = holder.content.querySelector(`#${id}`);
  old.replaceWith(made);
  return made;
};

// What is not saved is said where it was decided, until something is.
const refuse = (place, text) => {
  const note = document.createElement("p");
  note.className = "field-error";
  note.setAttribute("role", "alert");
  note.textContent = `Not saved: ${text}`;
  place.querySelector(".field-error")?.remove();
  place.append(note);
};

let isSending = false;
form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const place = button?.closest("#decisions .entries > li[data-e], .section-head[id]");
  if (!place) return;
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  const sent = new FormData(form, button);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(sent),
      headers: { Accept: "application/json" },
    });
    if (!answer.ok && answer.status !== 409) {
      refuse(place, `the workbench answered ${answer.status}. Load the page again.`);
      return;
    }
    const said = await answer.json();
    for (const [id, markup] of Object.entries(said.changed)) replace(id, markup);
    const now = document.getElementById(place.id);
    const isItem = now?.matches("li");
    if (said.error) {
      if (isItem) go(now); else now?.focus();
      return;
    }
    saved.textContent = `Saved. ${document.querySelector("#progress label").textContent}.`;
    if (isItem) go(button.dataset.do === "undo" ? now : nextOpen(now) || now); else now?.focus();
  } catch {
    refuse(place, "the workbench does not answer.");
  } finally {
    isSending = false;
  }
});

const KEYS = { a: "accept", r: "reject", c: "correct", u: "undo" };
form.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const item = itemOf(event.target);
  if (!item) return;
  const all = items();
  const at = all.indexOf(item);
  if (event.key === "j") go(all[at + 1]);
  else if (event.key === "k") go(all[at - 1]);
  else if (event.key === "n") go(nextOpen(item));
  else if (KEYS[event.key]) item.querySelector(`[data-do="${KEYS[event.key]}"]`)?.click();
  else return;
  event.preventDefault();
});

const headings = new Set([...words.querySelectorAll("h3, h4, h5, h6")].map((node) => node.innerText.trim()));
// Words that are selected become the words of a new practice.
const link = chosen.querySelector("a");
const LONGEST = 2000;
const choose = () => {
  const selection = window.getSelection();
  const isHere = !selection.isCollapsed && words.contains(selection.anchorNode) && words.contains(selection.focusNode);
  // The numbers between the words are ours, and are not selected; each paragraph or item is a quote of its own,
  // and a heading says nothing that is done.
  const quotes = isHere ? selection.toString().split("\n").map((line) => line.trim()).filter((line) => line && !headings.has(line)) : [];
  link.search = new URLSearchParams(quotes.map((quote) => ["quote", quote.slice(0, LONGEST)])).toString();
  chosen.hidden = !quotes.length || link.search.length > 4 * LONGEST;
};
let waiting = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(choose, 200);
});
