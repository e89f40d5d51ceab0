// A finding and its line light up together, and severities can be left out.
const LIT = "lit";

// The source scrolls in its own pane; the page stays where it is.
const bring = (line) => {
  const pane = line.closest(".source");
  const { top, bottom } = line.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (pane.scrollHeight <= pane.clientHeight || (top >= frame.top && bottom <= frame.bottom)) return;
  pane.scrollTop += top - frame.top - pane.clientHeight / 3;
};

const pairs = [];
for (const finding of document.querySelectorAll(".findings > li[data-line]")) {
  const line = document.getElementById(finding.dataset.line);
  if (!line) continue;
  pairs.push([finding, line]);
  const light = (on) => () => {
    finding.classList.toggle(LIT, on);
    line.classList.toggle(LIT, on);
    if (on) bring(line);
  };
  for (const event of ["mouseenter", "focusin"]) finding.addEventListener(event, light(true));
  for (const event of ["mouseleave", "focusout"]) finding.addEventListener(event, light(false));
}
const linesOf = Map.groupBy ? Map.groupBy(pairs, ([, line]) => line) : new Map();
for (const [line, held] of linesOf) {
  const light = (on) => () => { for (const [finding] of held) finding.classList.toggle(LIT, on); };
  line.addEventListener("mouseenter", light(true));
  line.addEventListener("mouseleave", light(false));
}

const box = document.getElementById("filters");
const severities = ["error", "warning", "note"].map((name) => [
  name, [...document.querySelectorAll(`.findings > li[data-severity="${name}"]`)],
]).filter(([, rows]) => rows.length);
if (box && severities.length > 1) {
  const set = document.createElement("fieldset");
  set.className = "filters";
  const legend = document.createElement("legend");
  legend.textContent = "Show";
  set.append(legend);
  for (const [name, rows] of severities) {
    const label = document.createElement("label");
    label.className = "check";
    const input = document.createElement("input");
    input.type = "checkbox";
    input.checked = true;
    input.addEventListener("change", () => { for (const row of rows) row.hidden = !input.checked; });
    label.append(input, `${rows.length} ${name}${rows.length === 1 ? "" : "s"}`);
    set.append(label);
  }
  box.append(set);
  box.hidden = false;
}
