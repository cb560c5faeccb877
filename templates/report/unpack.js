// Data and libraries travel compressed; nothing is fetched.
const byId = (id) => document.getElementById(id);
const readJson = (id) => JSON.parse(byId(id).textContent);

function bytesOf(base64) {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(base64);
  const raw = atob(base64);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

async function inflate(base64) {
  const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

// The policy in the page's head allows exactly these libraries, by the hash of their text.
async function loadLibrary(name) {
  const script = document.createElement("script");
  script.textContent = await inflate(readJson(`library-${name}`));
  document.head.append(script);
  script.remove();
}

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") node.className = value;
    else if (key in node && typeof value !== "string") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// A lookup by a text of the data, which may be "constructor".
const among = (table, name, otherwise) => (Object.hasOwn(table, name) ? table[name] : otherwise);

const MARKS = {
  keep: "M6 1a5 5 0 1 0 .01 0Z", fix: "M6 .6 11.4 6 6 11.4.6 6Z", cut: "M1.4 1.4h9.2v9.2H1.4Z", watch: "M6 1.9a4.1 4.1 0 1 0 .01 0Z",
};

function shape(verdict, size = 12) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ class: "mark", viewBox: "0 0 12 12", width: size, height: size })) svg.setAttribute(key, value);
  svg.setAttribute("aria-hidden", "true");
  const mark = document.createElementNS("http://www.w3.org/2000/svg", "path");
  mark.setAttribute("d", among(MARKS, verdict, ""));
  if (verdict === "watch") {
    mark.setAttribute("fill", "none");
    mark.setAttribute("stroke-width", "1.8");
    mark.setAttribute("stroke-dasharray", "2.2 1.4");
  }
  svg.append(mark);
  return svg;
}
