// Comfort on top of pages that work without: names while typing, lines of what is pointed at, Escape from a cell.

const offered = document.querySelectorAll("input[data-names]");
for (const input of offered) {
  const list = input.list;
  let waiting = 0;
  let asking = new AbortController();
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      asking.abort();
      asking = new AbortController();
      const words = input.value.trim();
      if (!words) { list.replaceChildren(); return; }
      try {
        const answer = await fetch(`${input.dataset.names}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
        if (!answer.ok) return;
        const names = await answer.json();
        list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
      } catch {
        // Typing goes on without names to pick from.
      }
    }, 200);
  });
}

const drawing = document.querySelector(".drawing svg");
if (drawing) {
  const edges = [...drawing.querySelectorAll(".edge")];
  const light = (node) => {
    for (const edge of edges) {
      const isLit = node && (node.dataset.from === undefined || edge.dataset.from === node.dataset.from)
        && (node.dataset.to === undefined || edge.dataset.to === node.dataset.to);
      edge.classList.toggle("lit", Boolean(isLit));
      edge.classList.toggle("dim", Boolean(node) && !isLit);
    }
  };
  const over = (event) => light(event.target.closest(".node, .edge"));
  drawing.addEventListener("pointerover", over);
  drawing.addEventListener("focusin", over);
  drawing.addEventListener("pointerleave", () => light(null));
  drawing.addEventListener("focusout", () => light(null));
}

// The words of a cell of the label take the focus, and Escape leads back to the cell.
const label = document.querySelector("#label .label");
if (label) {
  label.addEventListener("click", (event) => {
    const link = event.target.closest("td > a");
    if (!link) return;
    const section = document.getElementById(link.hash.slice(1));
    setTimeout(() => section?.querySelector("h3")?.focus(), 0);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !location.hash.startsWith("#e-")) return;
    const cell = document.getElementById(`c-${location.hash.slice(3)}`);
    location.replace(`#${cell ? cell.id : "label"}`);
    cell?.focus();
  });
}
