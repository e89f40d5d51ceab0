
"use strict";
(() => {
  const policy = document.getElementById("policy");
  const made = document.getElementById("made");
  const entries = new Map([...document.querySelectorAll(".entries > li")].map((item) => [item.id.slice(1), item]));
  const marks = new Map();
  for (const mark of document.querySelectorAll("mark")) {
    for (const number of mark.dataset.e.split(" ")) {
      if (!marks.has(number)) marks.set(number, []);
      marks.get(number).push(mark);
    }
  }
  for (const node of document.querySelectorAll(".scripted, button[data-copy]")) node.hidden = false;

  // A practice shows its words: they are marked, and the text's own pane moves to them.
  let lit = [];
  const light = (nodes) => {
    for (const node of lit) node.classList.remove("lit");
    lit = nodes;
    for (const node of lit) node.classList.add("lit");
  };
  const showWords = (number) => {
    const words = marks.get(number) || [];
    light(words);
    if (!words.length || policy.scrollHeight <= policy.clientHeight) return;
    const pane = policy.getBoundingClientRect();
    const at = words[0].getBoundingClientRect();
    if (at.top < pane.top || at.bottom > pane.bottom) {
      policy.scrollTop += at.top - pane.top - pane.height / 3;
    }
  };
  const practices = document.getElementById("practices");
  const entered = (event) => {
    const item = event.target.closest(".entries > li");
    if (item) showWords(item.id.slice(1));
  };
  practices.addEventListener("mouseover", entered);
  practices.addEventListener("focusin", entered);
  practices.addEventListener("mouseleave", () => light([]));

  // Words show what was made of them: those that are selected, or the marked ones that are chosen.
  const close = () => { made.hidden = true; made.replaceChildren(); light([]); };
  const add = (parent, name, text) => {
    const node = document.createElement(name);
    node.textContent = text;
    parent.append(node);
    return node;
  };
  const showMade = (touched) => {
    const numbers = [...new Set(touched.flatMap((mark) => mark.dataset.e.split(" ")))].sort((a, b) => a - b);
    made.replaceChildren();
    const button = add(made, "button", "Close");
    button.type = "button";
    button.addEventListener("click", close);
    add(made, "p", numbers.length ? "Made of these words:" : "Nothing was made of these words.");
    const list = numbers.length ? add(made, "ul", "") : null;
    for (const number of numbers) {
      const link = add(add(list, "li", ""), "a", entries.get(number).querySelector("p").textContent);
      link.href = "#p" + number;
    }
    made.hidden = false;
    light(touched);
  };
  const words = document.getElementById("policy-text");
  const chosen = () => {
    const selection = window.getSelection();
    if (selection.isCollapsed || !words.contains(selection.anchorNode)) return false;
    const range = selection.getRangeAt(0);
    showMade([...words.querySelectorAll("mark")].filter((mark) => range.intersectsNode(mark)));
    return true;
  };
  words.addEventListener("mouseup", (event) => {
    // The selection is complete only after this event.
    setTimeout(() => {
      if (chosen() || event.target.closest("a")) return;
      const mark = event.target.closest("mark");
      if (mark) showMade([mark]); else close();
    }, 0);
  });
  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(chosen, 400);
  });

  // The evidence of a cell stays open while its links are followed; Escape leads back.
  let opener = null;
  const hideEvidence = () => {
    for (const node of document.querySelectorAll(".evidence > .shown")) node.classList.remove("shown");
  };
  document.querySelector(".label").addEventListener("click", (event) => {
    const link = event.target.closest("td > a");
    if (!link) return;
    hideEvidence();
    opener = link;
    const section = document.getElementById(link.hash.slice(1));
    section.classList.add("shown");
    setTimeout(() => section.querySelector("h3").focus(), 0);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!made.hidden) close();
    else if (opener) {
      hideEvidence();
      location.replace("#" + opener.id);
      opener.focus();
      opener = null;
    }
  });

  const copied = document.getElementById("copied");
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const name = button.querySelector(".hidden").textContent;
    let done = true;
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      window.getSelection().selectAllChildren(source);
      done = document.execCommand("copy");
    }
    button.firstChild.data = done ? "Copied" : "Selected";
    copied.textContent = (done ? "Copied" : "Selected, press the copy keys:") + name;
    setTimeout(() => { button.firstChild.data = "Copy"; }, 2000);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button) copy(button);
  });

  // What is folded on the screen is not on paper.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("#open details:not([open]), .entries details:not([open])")];
    for (const node of folded) node.open = true;
  });
  window.addEventListener("afterprint", () => { for (const node of folded) node.open = false; });
})();
