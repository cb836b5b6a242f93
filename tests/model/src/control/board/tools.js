/** Clock, faults and outbox of a site. */

import { button, byId, copy, ifNew, make, press, tell } from "./dom.js";

const HOUR = 3600;
const FORMAT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

const EFFECTS = {
  status: "fails with this status, and is not carried out",
  delay: "comes this many milliseconds late",
  drop: "never comes: the connection closes",
  garbage: "is JSON by its content type only",
  html: "is a page",
  truncate: "breaks off half-way",
};

/** @param {() => ReturnType<typeof import("./door.js").doorOf>} door  @param {() => Promise<void>} refresh */
export function createTools(door, refresh) {
  for (const [id, seconds, words] of [["hour", HOUR, "an hour"], ["day", 24 * HOUR, "a day"]]) {
    press(`clock-${id}`, async () => {
      await door().advance(seconds);
      await refresh();
      tell(`The site’s clock is ${words} further.`);
    });
  }

  byId("fault-token").addEventListener("click", () => add({ path: "/token", kind: "status", status: 503 }));
  press("faults-clear", async () => {
    await door().faults([]);
    byId("fault-token").focus();
    await refresh();
    tell("No fault waits.");
  });
  const kind = byId("fault-kind");
  const suit = () => {
    byId("fault-effect").textContent = `The answer ${EFFECTS[kind.value]}.`;
    byId("fault-status").closest(".field").hidden = kind.value !== "status";
    byId("fault-ms").closest(".field").hidden = kind.value !== "delay";
  };
  kind.addEventListener("change", suit);
  suit();
  byId("fault").addEventListener("submit", (event) => {
    event.preventDefault();
    const fault = { path: byId("fault-path").value, kind: kind.value, times: Number(byId("fault-times").value) };
    if (kind.value === "status") fault.status = Number(byId("fault-status").value);
    if (kind.value === "delay") fault.ms = Number(byId("fault-ms").value);
    add(fault);
  });

  async function add(fault) {
    try {
      await door().faults([fault]);
      byId("fault-wrong").textContent = "";
      tell("The fault waits for its request.");
    } catch (error) {
      byId("fault-wrong").textContent = error.message;
    }
    await refresh();
  }

  const showFaults = ifNew((faults) => {
    if (faults.length === 0 && document.activeElement === byId("faults-clear")) byId("fault-token").focus();
    byId("faults-clear").hidden = faults.length === 0;
    byId("faults").replaceChildren(
      ...(faults.length ? faults.map(faultRow) : [make("li", { class: "empty" }, "No fault waits.")]),
    );
  });

  return {
    /** @param {number} now */
    showTime(now) {
      const time = byId("now");
      time.dateTime = new Date(now).toISOString();
      time.textContent = FORMAT.format(now);
      const ahead = Math.round((now - Date.now()) / 60_000);
      byId("ahead").textContent = ahead > 0 ? `${spoken(ahead)} ahead of this computer` : "as on this computer";
    },

    show({ faults, outbox }) {
      showFaults(faults);
      showOutbox(outbox);
    },
  };
}

function spoken(minutes) {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [[days, "day"], [hours, "hour"], [minutes % 60, "minute"]].filter(([count]) => count);
  return parts.map(([count, name]) => `${count} ${name}${count === 1 ? "" : "s"}`).join(", ");
}

function faultRow({ method, path, kind, status, ms, times }) {
  const detail = { status: ` ${status}`, delay: ` ${ms} ms` }[kind] ?? "";
  return make("li", {}, make("code", {}, `${method ? `${method} ` : ""}…${path}`), ` ${kind}${detail}`, times > 1 ? `, ${times} times` : "");
}

const PURPOSES = {
  registration: "registration",
  "passwordless-login": "passwordless login",
  "forgot-password": "password reset",
};

const showOutbox = ifNew((messages) => {
  const rows = messages.toReversed().map(({ to, otp, purpose, method }, index) => {
    const code = make("output", { class: "otp" }, otp);
    const about = make("p", {}, `for ${PURPOSES[purpose] ?? purpose}, by ${method} to ${to}`);
    const press = () => copy(otp, "the code", code);
    return make("li", { class: index ? "older" : "newest" }, code, about, button("Copy", { "aria-label": `Copy the code ${otp}` }, press));
  });
  byId("outbox").replaceChildren(...(rows.length ? rows : [make("li", { class: "empty" }, "Nothing was sent yet.")]));
});
