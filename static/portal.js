/* Keys and small courtesies of the staff portal; every page works without them. */

(function () {
  "use strict";

  function typing(element) {
    return element && (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));
  }

  document.addEventListener("keydown", function (event) {
    var keys = document.getElementById("keys");
    if (event.key === "Enter" && event.ctrlKey) {
      var form = event.target.closest ? event.target.closest("form.step-form") : null;
      if (form) {
        event.preventDefault();
        form.requestSubmit();
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
    } else if (event.key === "?" && keys) {
      keys.showModal();
    }
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

  // After a refused step the reader starts at what went wrong.
  document.addEventListener("DOMContentLoaded", function () {
    var summary = document.getElementById("error-summary");
    if (summary) summary.focus();
  });
})();
