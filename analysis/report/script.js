/*
 * Numbers on hovering, and nothing else: the page is complete without. A picture's points are groups
 * of class "tip" with a <title>, which is what browsers show by themselves; here the nearest point
 * of a picture shows in a box at once, for mouse, finger and arrow keys.
 */
(() => {
  "use strict";
  const NEAR = 28; /* pixels */
  const box = document.createElement("div");
  box.className = "tipbox";
  box.setAttribute("role", "status");
  box.hidden = true;
  document.body.append(box);
  let shown = null;

  const middle = (tip) => {
    const at = tip.getBoundingClientRect();
    return { x: at.left + at.width / 2, y: at.top + at.height / 2, top: at.top, bottom: at.bottom, seen: at.width > 0 };
  };

  const hide = () => {
    if (shown) shown.classList.remove("on");
    shown = null;
    box.hidden = true;
  };

  const show = (tip) => {
    if (tip === shown) return;
    hide();
    shown = tip;
    tip.classList.add("on");
    box.textContent = tip.dataset.text;
    box.hidden = false;
    const at = middle(tip), own = box.getBoundingClientRect();
    const room = document.documentElement.clientWidth - own.width - 8;
    const above = at.top - own.height - 8;
    box.style.left = Math.max(8, Math.min(at.x - own.width / 2, room)) + "px";
    box.style.top = (above > 48 ? above : at.bottom + 8) + "px";
  };

  const nearest = (tips, x, y) => {
    let best = null, least = NEAR;
    for (const tip of tips) {
      const at = middle(tip);
      const away = Math.hypot(at.x - x, at.y - y);
      if (at.seen && away < least) [best, least] = [tip, away];
    }
    return best;
  };

  /* The next point in a direction that can be seen; from the first or last one at the ends. */
  const next = (tips, step) => {
    const seen = tips.filter((tip) => middle(tip).seen);
    const place = seen.indexOf(shown);
    if (place < 0) return seen[step > 0 ? 0 : seen.length - 1];
    return seen[(place + step + seen.length) % seen.length];
  };

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  for (const svg of document.querySelectorAll("figure svg")) {
    const tips = [...svg.querySelectorAll(".tip")];
    if (!tips.length) continue;
    for (const tip of tips) {
      const title = tip.querySelector("title");
      tip.dataset.text = title ? title.textContent : "";
      if (title) title.remove();
    }
    svg.tabIndex = 0;
    svg.setAttribute("aria-label", svg.getAttribute("aria-label") + "; arrow keys say the numbers");
    const point = (event) => {
      const tip = nearest(tips, event.clientX, event.clientY);
      if (tip) show(tip);
      else hide();
    };
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("blur", hide);
    svg.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
      const tip = STEPS[event.key] && next(tips, STEPS[event.key]);
      if (!tip) return;
      event.preventDefault();
      show(tip);
    });
  }
  addEventListener("scroll", hide, { passive: true });
})();
