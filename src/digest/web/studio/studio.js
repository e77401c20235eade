// The studio's page: it asks for the state, shows the mail in a frame where nothing runs, and listens for changes.
const $ = (id) => document.getElementById(id);
const token = document.querySelector('meta[name="studio-token"]').content;
const frame = $("mail");
const view = { edition: "", width: "full", mode: "light", pictures: true, tab: "checks", finding: -1 };
let shot = {};
let version = -1;

const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return node;
};
const query = (more = {}) => new URLSearchParams({ ...(view.edition && { edition: view.edition }), ...more }).toString();
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(bytes < 10000 ? 1 : 0)} KB`;

// -- the mail ---------------------------------------------------------------------------------------------

function showMail() {
  frame.src = `mail?${query({ mode: view.mode, pictures: view.pictures ? "on" : "off", v: version })}`;
}

function fit() {
  const inside = frame.contentDocument;
  if (!inside?.body) return;
  frame.style.height = "0px";
  const height = Math.max(inside.documentElement.scrollHeight, inside.body.scrollHeight, 200);
  frame.style.height = `${height}px`;
  const clipped = inside.querySelector("[data-clip]");
  $("clip").hidden = !clipped;
  if (clipped) $("clip").style.top = `${clipped.getBoundingClientRect().top}px`;
}

frame.addEventListener("load", () => {
  const stage = $("stage");
  const kept = stage.scrollTop;
  fit();
  stage.scrollTop = kept;
  for (const picture of frame.contentDocument?.images ?? []) picture.addEventListener("load", fit, { once: true });
  document.documentElement.dataset.shown = String(version);
});

function setWidth(width) {
  view.width = String(width);
  const pixels = view.width === "full" ? null : Number(view.width);
  $("paper").style.width = pixels ? `${pixels}px` : "100%";
  $("pixels").value = pixels ?? Math.round($("paper").clientWidth);
  for (const choice of document.querySelectorAll('input[name="width"]')) choice.checked = choice.value === view.width;
  fit();
}

function setMode(mode) {
  view.mode = mode;
  for (const choice of document.querySelectorAll('input[name="mode"]')) choice.checked = choice.value === mode;
  $("outline").hidden = true;
  showMail();
}

function point(finding) {
  const inside = frame.contentDocument;
  const outline = $("outline");
  outline.hidden = true;
  if (!inside || !finding.line) return false;
  const marked = [...inside.querySelectorAll("[data-line]")];
  const tag = /<([a-z0-9]+)/.exec(finding.where)?.[1];
  const near = marked.filter((node) => Number(node.dataset.line) === finding.line && node.getBoundingClientRect().height > 0);
  const found = near.find((node) => node.localName === tag) ?? near[0]
    ?? marked.find((node) => Number(node.dataset.line) >= finding.line && node.getBoundingClientRect().height > 0);
  if (!found) return false;
  const box = found.getBoundingClientRect();
  Object.assign(outline.style, { top: `${box.top - 3}px`, left: `${box.left - 3}px`, width: `${box.width + 6}px`, height: `${box.height + 6}px` });
  outline.hidden = false;
  $("stage").scrollTo({ top: Math.max(0, box.top - 120) });
  return true;
}

// -- what is known about it -------------------------------------------------------------------------------

const table = (rows, titles) => el("table", { class: "rows" },
  titles ? el("thead", {}, el("tr", {}, ...titles.map((title) => (title ? el("th", { scope: "col" }, title) : el("td"))))) : "",
  el("tbody", {}, ...rows));
const source = (text) => {
  const list = el("ol");
  for (const line of (text ?? "").split("\n")) list.append(el("li", {}, line || " "));
  return el("pre", {}, list);
};
const nothing = (text) => el("p", { class: "empty" }, text);

const views = {
  checks: () => {
    const shown = (shot.findings ?? []).map((finding, place) => el("button", {
      type: "button", class: `finding ${finding.level}`, "data-place": place,
      onclick: () => { view.finding = place; point(finding); },
    },
    el("span", { class: "level" }, finding.level), " ", el("strong", {}, finding.check), " ", finding.message,
    el("small", {}, [finding.where, finding.remedy].filter(Boolean).join(" · "))));
    const serious = shown.filter((_, place) => shot.findings[place].level !== "info");
    const rest = shown.filter((_, place) => shot.findings[place].level === "info");
    return [
      ...(serious.length ? serious : [nothing("Nothing to put right.")]),
      rest.length ? el("details", {}, el("summary", {}, `${rest.length} worth knowing`), ...rest) : "",
    ];
  },
  stories: () => (shot.stories ?? []).map((story) => el("div", { class: `story ${story.in ? "" : "out"}` },
    el("span", { class: "score" }, story.score), el("strong", {}, story.title),
    el("small", {}, [story.verdict, story.section, story.why].filter(Boolean).join(" · ")),
    el("ul", {}, ...story.factors.map((factor) => el("li", {}, factor))))),
  inbox: () => {
    const cut = (text, most) => (text.length > most ? `${text.slice(0, most)}…` : text);
    const row = (name, kind, from, subject, preheader) => el("div", { class: `inbox ${kind}` }, el("p", {}, name),
      el("div", { class: "mailrow" }, el("div", { class: "from" }, from),
        kind === "desk" ? el("div", {}, subject, el("span", { class: "what" }, ` – ${preheader}`))
          : el("div", {}, el("div", {}, subject), el("div", { class: "what" }, preheader))));
    const { sender = "", subject = "", preheader = "" } = shot;
    return [
      row("Gmail, on a desk", "desk", cut(sender, 20), cut(subject, 70), cut(preheader, 100)),
      row("Gmail, on a phone", "phone", cut(sender, 24), cut(subject, 40), cut(preheader, 45)),
      row("Apple Mail, on a phone", "phone", cut(sender, 28), cut(subject, 42), cut(preheader, 90)),
      table([["Subject", subject], ["Preheader", preheader]].map(([name, text]) =>
        el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, text, el("small", {}, `${[...text].length} characters`))))),
    ];
  },
  links: () => [table((shot.links ?? []).map((link) => el("tr", {}, el("td", {}, link.text || "(no words)",
    el("small", {}, link.url)), el("td", {}, link.count > 1 ? `${link.count}×` : ""))), ["Link", ""])],
  images: () => [table((shot.images ?? []).map((image) => el("tr", {}, el("td", {}, image.alt || "(no alt)",
    el("small", {}, image.src)), el("td", {}, [image.width, image.height].filter(Boolean).join(" × ")))), ["Picture", "Size"])],
  text: () => [el("pre", {}, shot.text ?? "")],
  html: () => [source(shot.html)],
  mjml: () => [shot.mjml ? source(shot.mjml) : nothing("The MJML is not known.")],
  headers: () => [table((shot.headers ?? []).map(([name, value]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, value))))],
};

function showTab(name, focus = false) {
  view.tab = name;
  for (const tab of $("tabs").children) {
    const chosen = tab.dataset.view === name;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen) {
      $("panel").setAttribute("aria-labelledby", tab.id);
      if (focus) tab.focus();
    }
  }
  $("panel").replaceChildren(...views[name]());
  $("panel").scrollTop = 0;
}

function step(by, focus) {
  const names = [...$("tabs").children].map((tab) => tab.dataset.view);
  showTab(names[(names.indexOf(view.tab) + by + names.length) % names.length], focus);
}

// -- state --------------------------------------------------------------------------------------------------

async function update() {
  const answer = await fetch(`state?${query()}`);
  if (!answer.ok) throw new Error(`the studio answers ${answer.status}`);
  const state = await answer.json();
  version = state.version;
  $("problem").hidden = !state.error;
  $("problem").textContent = state.error;
  const editions = state.editions ?? [];
  $("edition-choice").hidden = editions.length < 2;
  if ($("edition").children.length !== editions.length)
    $("edition").replaceChildren(...editions.map((name) => el("option", { value: name }, name)));
  view.edition ||= editions[0] ?? "";
  $("edition").value = view.edition;
  for (const acting of document.querySelectorAll("[data-acts]")) acting.hidden = state.shared;
  $("send").hidden = !state.canTest;
  if (state.html === undefined) { $("subject").textContent = "No mail"; return; }
  shot = state;
  document.title = `${shot.subject} · Studio`;
  $("title").textContent = [shot.title, shot.notice].filter(Boolean).join(" · ");
  $("subject").textContent = shot.subject;
  $("download").href = `mail.eml?${query()}`;
  const { html, warn, clip } = shot.size;
  $("meter").setAttribute("aria-valuenow", html);
  $("meter").setAttribute("aria-valuetext", kilobytes(html));
  $("meter").dataset.level = html > clip ? "error" : html > warn ? "warning" : "fine";
  $("fill").style.width = `${Math.min(100, (html / clip) * 100)}%`;
  $("size").textContent = `${kilobytes(html)} of 102 · text ${kilobytes(shot.size.text)}`;
  const serious = shot.findings.filter((finding) => finding.level !== "info").length;
  $("count").textContent = serious || "";
  showTab(view.tab);
  $("outline").hidden = true;
  showMail();
}

const fail = (error) => { $("live").textContent = String(error.message ?? error); };
const refresh = () => update().catch(fail);

function listen() {
  const events = new EventSource("events");
  events.onmessage = (message) => {
    $("live").textContent = "live";
    if (Number(message.data) !== version) refresh();
  };
  events.onerror = () => { $("live").textContent = "waiting for the studio …"; };
}

async function act(path, body = {}) {
  const answer = await fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json", "X-Studio-Token": token }, body: JSON.stringify(body),
  });
  return answer.status === 204 ? {} : answer.json();
}

async function reload() {
  $("live").textContent = "asking the sources …";
  await act("reload").catch(fail);
}

// -- hands --------------------------------------------------------------------------------------------------

$("widths").addEventListener("change", (event) => setWidth(event.target.value));
$("pixels").addEventListener("change", (event) => setWidth(Math.min(1600, Math.max(240, Number(event.target.value) || 640))));
$("modes").addEventListener("change", (event) => setMode(event.target.value));
$("pictures").addEventListener("change", (event) => { view.pictures = event.target.checked; showMail(); });
$("edition").addEventListener("change", (event) => { view.edition = event.target.value; refresh(); });
$("tabs").addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) showTab(tab.dataset.view);
});
$("tabs").addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by) { step(by, true); event.preventDefault(); }
});
$("reload").addEventListener("click", reload);
$("help").addEventListener("click", () => $("keys").showModal());
$("send").addEventListener("click", () => { $("sent").textContent = ""; $("testing").showModal(); });
$("cancel").addEventListener("click", () => $("testing").close());
$("test-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("sent").textContent = "Sending …";
  const said = await act("test", { to: $("to").value, edition: view.edition }).catch((error) => ({ error: String(error) }));
  $("sent").textContent = said.error ?? said.said;
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio]):not([type=checkbox]),select,dialog")) return;
  const modes = ["light", "dark", "inverted"];
  const does = {
    1: () => setWidth(320), 2: () => setWidth(375), 3: () => setWidth(640), 4: () => setWidth("full"),
    d: () => setMode(modes[(modes.indexOf(view.mode) + 1) % modes.length]),
    p: () => $("pictures").click(),
    e: () => {
      const names = [...$("edition").options].map((option) => option.value);
      if (names.length > 1) { view.edition = names[(names.indexOf(view.edition) + 1) % names.length]; refresh(); }
    },
    n: () => {
      if (!shot.findings?.length) return;
      if (view.tab !== "checks") showTab("checks");
      view.finding = (view.finding + 1) % shot.findings.length;
      const chosen = $("panel").querySelector(`[data-place="${view.finding}"]`);
      chosen?.closest("details")?.setAttribute("open", "");
      chosen?.focus();
      point(shot.findings[view.finding]);
    },
    "[": () => step(-1, false), "]": () => step(1, false),
    r: () => token && reload(),
    "?": () => $("keys").showModal(),
  }[event.key];
  if (does) { does(); event.preventDefault(); }
});
addEventListener("resize", () => setWidth(view.width));

refresh().then(() => { setWidth("full"); listen(); });
