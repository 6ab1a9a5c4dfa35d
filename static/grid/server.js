/* Asking the portal: every answer is { status, body, version }, also when it cannot be reached (status 0). */

window.portalGrid = window.portalGrid || {};

(function (grid) {
  "use strict";

  const PATIENCE = 60000; // milliseconds

  /** The address with its parameters; those that are empty are left out. */
  grid.address = function (url, parameters) {
    const given = Object.entries(parameters).filter(([, value]) => value);
    return given.length ? `${url}?${new URLSearchParams(given)}` : url;
  };

  /** The token of the session as it is now: after signing in again in another window it is another one. */
  function token() {
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  grid.ask = async function (url, { method = "GET", body, once } = {}) {
    const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
    if (method !== "GET") headers["X-CSRFToken"] = token();
    if (once) headers["Idempotency-Key"] = once; // sent again after a lost answer, it is not done twice
    if (body) headers["Content-Type"] = "application/json";
    try {
      const answer = await fetch(url, {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const tag = /"(\d+)"/.exec(answer.headers.get("ETag") || "");
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : {}, version: tag ? Number(tag[1]) : null };
    } catch (error) {
      return { status: 0, body: {}, version: null, error };
    }
  };
})(window.portalGrid);
