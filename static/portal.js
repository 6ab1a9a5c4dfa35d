/* Keys and small courtesies of the staff portal; every page works without them. */

(function () {
  "use strict";

  function typing(element) {
    return element && (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));
  }

  document.addEventListener("keydown", function (event) {
    var keys = document.getElementById("keys");
    if (event.key === "Enter" && event.ctrlKey) {
      // Also from outside of any form: a step may have no field where the cursor could be.
      var form = event.target.closest("form") || document.getElementById("step-form");
      var button = form && form.matches(".step-form") && form.querySelector("button[type=submit]");
      if (button && !button.disabled) {
        event.preventDefault();
        form.requestSubmit(button);
      }
    } else if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) {
      return;
    } else if (event.key === "/") {
      var box = document.getElementById("searchbar") || document.getElementById("top-search");
      if (box && box.offsetParent === null) {
        window.location.href = box.form.action;
      } else if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    } else if (event.key === "n") {
      var act = document.querySelector("#content-main .page-head .steps a.button, #content-main .record-head .steps a.button");
      if (act) act.click();
    } else if (event.key === "?" && keys) {
      keys.showModal();
    }
  });

  // A digest is shown short; its button copies all of it.
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-copy]").forEach(function (button) { button.hidden = false; });
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    var area = document.createElement("textarea"); // the clipboard as pages without TLS may use it
    area.value = button.dataset.copy;
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  });

  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
  });

  // A menu closes when something else is clicked, or by Escape.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });

  // A form begins in its first field, after a refusal at what went wrong. The browser's own `autofocus` comes too early:
  // the page is not shown yet.
  document.addEventListener("DOMContentLoaded", function () {
    var start = document.getElementById("error-summary") || document.querySelector("[autofocus]");
    if (start) start.focus();
  });
})();
