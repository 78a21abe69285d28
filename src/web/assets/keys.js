// Keys by physical place (event.code), so that they work in every layout; copying; the navigation's place.
// Everything here has a plain link or button that does the same.
(() => {
  "use strict";
  const OFF = "otklik-keys-off";
  const store = {
    get() { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } },
    set(off) { try { off ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF); } catch { /* private mode */ } },
  };
  const $ = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  let afterG = 0; // when G was pressed, for "G Q"
  let at = -1; // row under the cursor

  function move(step) {
    const rows = all("[data-row]");
    if (!rows.length) return false;
    rows.forEach((row) => row.classList.remove("here"));
    at = Math.min(rows.length - 1, Math.max(0, at + step));
    rows[at].classList.add("here");
    rows[at].querySelector("[data-open]").focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
    return true;
  }

  function focus(selector) {
    const target = $(selector);
    if (!target) return false;
    target.focus();
    target.scrollIntoView({ block: "center" });
    return true;
  }

  function variant() {
    const buttons = all("[data-variant]");
    if (buttons.length < 2) return false;
    const on = buttons.findIndex((b) => b.getAttribute("aria-pressed") === "true");
    const text = $("#text");
    // a text that was typed and not saved is not thrown away by one key
    if (text && text.value !== text.defaultValue) return focus("[data-variant]");
    buttons[(on + 1) % buttons.length].click();
    return true;
  }

  function go(selector) {
    const link = $(selector);
    if (!link) return false;
    location.assign(link.href);
    return true;
  }

  const keys = {
    KeyJ: () => move(1),
    KeyK: () => move(-1),
    Enter: () => {
      const row = all("[data-row]")[at];
      if (!row || document.activeElement !== document.body) return false;
      return go("[data-row].here [data-open]");
    },
    // only moves to the button: a person presses it
    KeyA: () => focus('[data-key="approve"]'),
    KeyE: () => focus('[data-key="edit"]'),
    KeyR: () => variant(),
    Slash: (event) => (event.shiftKey ? go('[data-key="help"]') : focus('[data-key="search"]')),
    KeyG: () => { afterG = Date.now(); return true; },
  };

  function typing(element) {
    return element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) && element.type !== "checkbox";
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (store.get() || typing(event.target)) return;
    if (Date.now() - afterG < 1500 && event.code !== "KeyG") {
      afterG = 0;
      if (go(`[data-go="${event.code}"]`)) event.preventDefault();
      return;
    }
    const act = keys[event.code];
    if (act && act(event)) event.preventDefault();
  });

  // Copying selects the text where the clipboard is not allowed (plain http).
  async function copy(button) {
    const source = $(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent);
      const said = button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = said; }, 2000);
    } catch {
      getSelection().selectAllChildren(source);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.copy) copy(button);
    if ("keysSwitch" in button.dataset) { store.set(!store.get()); label(); }
  });

  // One press, one request: a second click on a slow line must not send the form again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 3000);
  });

  function label() {
    all("[data-keys-switch]").forEach((button) => {
      button.textContent = store.get() ? button.dataset.off : button.dataset.on;
    });
  }
  label();

  // On a phone the navigation scrolls: the page that is open is in sight (where CSS cannot say so yet).
  const here = $(".nav [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft + here.offsetWidth / 2 - here.parentElement.clientWidth / 2;
})();
