// Keeps the page of a work up to date, and goes on when the work is over.
const NAMES = { waiting: "waiting for its turn", running: "at work" };
const box = document.getElementById("work");
const bar = document.getElementById("work-bar");
const state = document.getElementById("work-state");
const step = document.getElementById("work-step");
const seconds = document.getElementById("work-seconds");

const show = (said) => {
  if (said.of) { bar.max = said.of; bar.value = said.done; }
  // Written only where it changes: what is written is read out.
  if (state.textContent !== NAMES[said.state]) state.textContent = NAMES[said.state];
  const now = said.step ? `: ${said.step}` : "";
  if (step.textContent !== now) step.textContent = now;
  seconds.textContent = said.seconds;
};

const look = async () => {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    const said = answer.ok ? await answer.json() : null;
    if (!said || !(said.state in NAMES)) { location.reload(); return; }
    show(said);
    setTimeout(look, 400);
  } catch {
    step.textContent = ": the workbench does not answer";
    setTimeout(look, 3000);
  }
};
if (box) setTimeout(look, 200);
