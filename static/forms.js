/* Forms: sent once, kept on the server while they are typed. Every form works without this. */

(function () {
  "use strict";

  const PAUSE = 1500; // milliseconds without a key before what was typed is kept
  const PAUSE_WITHOUT_SESSION = 30000; // each such keeping is a copy of its own, and a form has few
  const PATIENCE = 20000; // milliseconds until a form whose answer never came may be sent again

  // --- Sent once: a second click waits for the answer to the first ---------------------------------------------------

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post" || "again" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
    setTimeout(allow, PATIENCE, form);
  });

  function allow(form) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }

  // The back button brings the page as it was left: it can be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(allow);
  });

  // --- Kept while typing ---------------------------------------------------------------------------------------------

  function keepWhileTyping(form) {
    const told = form.querySelector(".keeping");
    const lost = form.querySelector(".keeping-lost");
    let timer = null;
    let asking = null;

    function typed() {
      const data = new FormData(form);
      for (const field of form.querySelectorAll("input[type=file], input[type=password]")) data.delete(field.name);
      data.append("_keep", "1");
      return data;
    }

    async function keep(leaving) {
      clearTimeout(timer);
      timer = null;
      if (form.dataset.sent) return;
      if (asking) asking.abort();
      asking = leaving ? null : new AbortController();
      try {
        const answer = await fetch(window.location.href, {
          method: "POST",
          body: typed(),
          credentials: "same-origin",
          keepalive: leaving,
          signal: asking && asking.signal,
        });
        lost.hidden = answer.status !== 401;
        const reason = answer.status === 409 ? await answer.text() : lost.hidden ? told.dataset.failed : "";
        told.textContent = answer.ok ? told.dataset.kept : reason;
      } catch (error) {
        if (error.name !== "AbortError") told.textContent = told.dataset.failed;
      }
    }

    form.addEventListener("input", function (event) {
      if (/^(file|password)$/.test(event.target.type)) return;
      clearTimeout(timer);
      timer = setTimeout(keep, lost.hidden ? PAUSE : PAUSE_WITHOUT_SESSION, false);
    });
    document.addEventListener("visibilitychange", function () {
      if (document.hidden && timer) keep(true);
    });
    document.addEventListener("submit", function () {
      clearTimeout(timer);
      timer = null;
      if (asking) asking.abort();
    });
  }

  // --- What an error offers is one click away --------------------------------------------------------------------------

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-fills]");
    const field = button && document.getElementById(button.dataset.fills);
    if (!field) return;
    field.value = button.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[data-keeps]").forEach(keepWhileTyping);
  });
})();
