/* Filters, searches, sorts and links. Everything on the page can be read without it. */
(() => {
  "use strict";
  const $ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const root = document.documentElement;
  const form = document.getElementById("filter");
  const count = document.getElementById("count");
  const fields = ["plan", "org", "region", "status", "q"];
  const rows = $(".find tbody tr").map((row) => ({
    row,
    table: row.closest("table"),
    stands: Number(row.dataset.n || 1),
    text: "",
  }));
  const verdicts = rows.filter(({ table }) => table.dataset.status !== "milestone");
  const others = $(".matrix tbody tr, .days tbody tr, .plots figure");
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const all = verdicts.reduce((sum, { stands }) => sum + stands, 0);

  /* ---- What is asked for: from the form, and from the address. */
  const asked = () => {
    const found = {};
    for (const name of fields) {
      const value = form.elements[name].value.trim();
      if (value) found[name] = value;
    }
    return found;
  };
  const numberOf = (name) => {
    const option = form.elements[name].selectedOptions[0];
    return option && option.value ? option.dataset.n : "";
  };
  const has = (list, number) => !number || (list || "").split(" ").includes(number);

  /* A row of what nobody reported stands for several regions: of these, for the one asked for. */
  const standsFor = ({ row, stands }, region) =>
    region && stands > 1 ? row.dataset.r.split(" ").filter((one) => one === region).length : stands;

  function apply() {
    const { status, q } = asked();
    const plan = numberOf("plan");
    const org = numberOf("org");
    const region = numberOf("region");
    const words = fold(q || "").split(/\s+/).filter(Boolean);
    const fits = (row) =>
      has(row.dataset.p, plan) && has(row.dataset.o, org) && has(row.dataset.r, region);
    let shown = 0;
    const perTable = new Map();
    for (const entry of rows) {
      const kind = entry.table.dataset.status;
      if (words.length && !entry.text) entry.text = fold(entry.row.textContent);
      const fit =
        fits(entry.row) &&
        (!status || status === kind) &&
        words.every((word) => entry.text.includes(word));
      entry.row.hidden = !fit;
      const stands = fit ? standsFor(entry, region) : 0;
      const seen = perTable.get(entry.table) || [0, 0];
      perTable.set(entry.table, [seen[0] + stands, seen[1] + entry.stands]);
      if (kind !== "milestone") shown += stands;
    }
    const narrowed = Boolean(plan || org || region || status || words.length);
    for (const [table, [some, every]] of perTable) {
      const part = table.closest(".part") || table;
      part.hidden = some === 0;
      if (narrowed && some && part.tagName === "DETAILS") part.open = true;
      table.querySelector(".live").textContent = some < every ? `${some} / ${every}` : "";
    }
    for (const other of others) {
      const days = other.closest(".days");
      other.hidden = !(has(other.dataset.p, plan) && (days || (has(other.dataset.o, org) && has(other.dataset.r, region))));
    }
    count.textContent = shown ? said(shown, all) : count.dataset.none;
    count.classList.toggle("nothing", !shown);
  }
  const said = (shown, every) =>
    count.dataset.words.replace("{shown}", shown).replace("{all}", every);

  /* ---- The address: #plan=…&q=… is a filtered view, anything else a place on the page. */
  function write() {
    const text = new URLSearchParams(asked()).toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  }
  function read() {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) {
      reveal(hash);
      return;
    }
    const wanted = new URLSearchParams(hash);
    for (const name of fields) {
      const field = form.elements[name];
      field.value = wanted.get(name) || "";
      if (field.selectedIndex === -1) field.value = "";
    }
    apply();
  }
  const plain = (hash) => {
    try {
      return decodeURIComponent(hash);
    } catch {
      return "";
    }
  };
  function reveal(hash) {
    const target = hash && document.getElementById(plain(hash));
    if (!target) return;
    if (target.hidden || target.closest("[hidden]")) {
      form.reset();
      apply();
    }
    let around = target.closest("details");
    while (around) {
      around.open = true;
      around = around.parentElement.closest("details");
    }
    target.scrollIntoView({ block: target.tagName === "TR" ? "center" : "start" });
  }

  /* ---- Sorting: a button in each header; a third press brings the first order back. */
  const collator = new Intl.Collator(root.lang, { numeric: true });
  function sorted(header, index, kind) {
    const table = header.closest("table");
    const body = table.tBodies[0];
    const original = (table.original = table.original || [...body.rows]);
    const next = { ascending: "descending", descending: "none" }[header.getAttribute("aria-sort")] || "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    if (next === "none") {
      body.append(...original);
      return;
    }
    header.setAttribute("aria-sort", next);
    const key = (row) => {
      const cell = row.cells[index];
      return kind === "number" ? fraction(cell.dataset.v || cell.textContent) : cell.textContent.trim();
    };
    const keyed = original.map((row) => [key(row), row]);
    const sign = next === "ascending" ? 1 : -1;
    keyed.sort(([a], [b]) => {
      if (kind !== "number") return sign * collator.compare(a, b);
      /* What has no number comes last, whichever way. */
      if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
      return sign * (a - b);
    });
    body.append(...keyed.map(([, row]) => row));
  }
  const fraction = (text) => {
    const [over, under] = text.split("/");
    return under ? Number(over) / Number(under) : Number.parseFloat(over);
  };

  /* ---- What the script adds to the page. */
  function button(label, css, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = css;
    made.append(...label);
    made.addEventListener("click", press);
    return made;
  }
  for (const header of $("th[data-sort]")) {
    const index = header.cellIndex;
    const axis = header.querySelector(".axis");
    const label = [...header.childNodes].filter((node) => node !== axis);
    header.prepend(button(label, "sort", () => sorted(header, index, header.dataset.sort)));
  }
  for (const header of $("th[data-go]")) {
    header.append(
      button([...header.childNodes], "go", () => {
        const at = header.dataset.go.indexOf("=");
        form.reset();
        form.elements[header.dataset.go.slice(0, at)].value = header.dataset.go.slice(at + 1);
        apply();
        write();
        document.getElementById("findings").scrollIntoView();
      }),
    );
  }
  for (const tools of $(".tools")) tools.hidden = false;
  form.hidden = false;
  form.addEventListener("input", () => { apply(); write(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); write(); }));
  addEventListener("hashchange", read);
  document.getElementById("theme").addEventListener("click", () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.dataset.theme || (dark ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });
  document.getElementById("print").addEventListener("click", () => print());
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    form.elements.q.focus();
  });

  /* ---- On paper everything is open. */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = $("details:not([open])");
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });

  apply();
  read();
})();
