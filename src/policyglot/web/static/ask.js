// The editor of YASGUI over the text field where it was built; Ctrl+Enter asks; a question that takes long can be stopped.
const form = document.getElementById("ask-form");
const field = document.getElementById("query");
const waiting = document.getElementById("waiting");
const stop = document.getElementById("stop");
const fault = document.getElementById("query-error");

const prefixes = () => Object.fromEntries(
  [...document.querySelectorAll(".prefixes div")].map((row) => [
    row.querySelector("dt").textContent.slice(0, -1), row.querySelector("dd").textContent,
  ]),
);

// YASQE takes a prefix that is not declared for an error; ours are known without that.
const knowPrefixes = (editor) => {
  const mode = editor.getMode();
  const begin = mode.startState;
  const known = prefixes();
  mode.startState = (...given) => ({ ...begin(...given), prefixes: { ...known } });
};

const openEditor = () => {
  const { Yasqe } = window;
  const box = document.createElement("div");
  field.before(box);
  // The others ask prefix.cc and the like; what is given to one editor is only added to these.
  Yasqe.defaults.autocompleters = ["variables"];
  const editor = new Yasqe(box, {
    value: "",
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    requestConfig: { endpoint: "/sparql", method: "POST" },
    // Tab leaves the editor: nobody must be caught in it.
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": submit, "Cmd-Enter": submit, "Ctrl-Space": (one) => one.autocomplete() },
  });
  knowPrefixes(editor);
  editor.setValue(field.value);
  editor.clearHistory();
  const input = editor.getInputField();
  input.setAttribute("aria-label", "Query");
  input.setAttribute("aria-describedby", field.getAttribute("aria-describedby"));
  field.hidden = true;
  field.required = false;
  document.querySelector("label[for=query]").addEventListener("click", (event) => { event.preventDefault(); editor.focus(); });
  editor.on("change", () => { field.value = editor.getValue(); });
  return editor;
};

const submit = () => form.requestSubmit();

// Line and column of a fault as an offset of the text.
const offsetOf = (line, column) => {
  const rows = field.value.split("\n");
  return rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0) + [...(rows[line - 1] ?? "")].slice(0, column - 1).join("").length;
};

const start = () => {
  const editor = field.dataset.editor !== undefined && window.Yasqe ? openEditor() : null;
  if (!editor) {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); submit(); }
    });
  }
  if (!fault?.dataset.line) return;
  const line = Number(fault.dataset.line);
  const column = Number(fault.dataset.column);
  if (editor) {
    editor.getDoc().setCursor({ line: line - 1, ch: column - 1 });
  } else {
    const at = offsetOf(line, column);
    field.setSelectionRange(at, at);
  }
};

let timer = null;
const reset = () => {
  clearInterval(timer);
  waiting.hidden = stop.hidden = true;
  form.querySelector("button.primary").disabled = false;
};

if (form) {
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "format") return;  // a download leaves the page where it is
    const began = Date.now();
    const show = () => { waiting.textContent = `asking for ${Math.round((Date.now() - began) / 1000)} seconds`; };
    show();
    // Short questions are answered before anybody could read this.
    timer = setInterval(() => { show(); waiting.hidden = stop.hidden = false; }, 1000);
  });
  // To stop loading closes the connection, and the workbench ends the question.
  stop.addEventListener("click", () => { window.stop(); reset(); });
  addEventListener("pageshow", reset);
  start();
}
