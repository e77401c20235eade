// What is out of place in the page: a line for each find. One CSS pixel of rounding is let pass.
() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  const brief = (text) => text.trim().replace(/\s+/g, " ").slice(0, 60);
  const name = (element) =>
    element.tagName.toLowerCase() + (element.className ? "." + String(element.className).trim().split(/\s+/).join(".") : "");
  const unseen = (element) => {
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.display === "none" || style.visibility === "hidden" || style.opacity === "0") return true;
      if (style.overflow === "hidden" && parseFloat(style.maxHeight) === 0) return true;
    }
    return false;
  };

  if (document.documentElement.scrollWidth > width) {
    found.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width}`);
  }

  // Lines of text, each as tall as its small letters: line boxes of tall scripts overlap without harm.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const holder = node.parentElement;
    if (!node.data.trim() || ["STYLE", "SCRIPT", "TITLE"].includes(holder.tagName) || unseen(holder)) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || size < 2) continue;
      const middle = (box.top + box.bottom) / 2;
      lines.push({ node, holder, left: box.left, right: box.right, top: middle - size * 0.35, bottom: middle + size * 0.35 });
    }
  }
  const pictures = [...document.images].filter((image) => !unseen(image) && image.getBoundingClientRect().width > 0);
  const pieces = lines.concat(
    pictures.map((image) => ({ node: image, holder: image.parentElement, image, ...image.getBoundingClientRect().toJSON() })),
  );

  const said = new Set();
  const tell = (line) => said.has(line) || (said.add(line), found.push(line));
  for (const piece of pieces) {
    const what = piece.image ? `picture “${piece.image.alt}”` : `“${brief(piece.node.data)}”`;
    for (let at = piece.holder; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).display === "inline") continue;
      const box = at.getBoundingClientRect();
      if (piece.left < box.left - 1 || piece.right > box.right + 1) {
        tell(`${what} from ${Math.round(piece.left)} to ${Math.round(piece.right)} sticks out of ${name(at)} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
        break;
      }
    }
    if (piece.left < -1 || piece.right > width + 1) tell(`${what} leaves the window`);
  }

  pieces.sort((one, other) => one.top - other.top);
  for (let place = 0; place < pieces.length; place++) {
    const one = pieces[place];
    for (let next = place + 1; next < pieces.length && pieces[next].top < one.bottom - 1; next++) {
      const other = pieces[next];
      if (one.node === other.node) continue;
      if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 && Math.min(one.bottom, other.bottom) - other.top > 1) {
        const words = (piece) => (piece.image ? `picture “${piece.image.alt}”` : `“${brief(piece.node.data)}”`);
        tell(`${words(one)} and ${words(other)} lie on each other in ${name(one.holder)}`);
      }
    }
  }
  return found;
}
