/**
 * What the package does without where a browser lacks it: what it is, how a test takes it away, which keys it has in MDN's data, and
 * what a page then is without. Whatever else it uses, each browser of the floor has: `floor/floor.test.mjs`.
 */
export const WITHOUT = {
  "Web Locks": {
    is: "navigator.locks",
    takeAway: () => delete Navigator.prototype.locks,
    keys: ["api.Navigator.locks", "api.LockManager"],
    costs: "tabs do not take turns to renew a shared session",
  },
  "`BroadcastChannel`": {
    is: "globalThis.BroadcastChannel",
    takeAway: () => delete globalThis.BroadcastChannel,
    keys: ["api.BroadcastChannel"],
    costs: "a tab notices a change made in another tab when it becomes visible again",
  },
  "`reportError`": {
    is: "globalThis.reportError",
    takeAway: () => delete globalThis.reportError,
    keys: ["api.reportError"],
    costs: "an exception in a listener appears only in the console",
  },
  "`AbortSignal.reason`": {
    is: "AbortSignal.abort().reason",
    takeAway: () => delete AbortSignal.prototype.reason,
    keys: ["api.AbortSignal.reason"],
    costs: "the error of an aborted call has no `cause`",
  },
  "`Error.cause`": {
    is: 'new Error("", { cause: "a cause" }).cause',
    takeAway: () => {
      const Old = function (message) {
        return Reflect.construct(Native, [message], new.target ?? Old);
      };
      const Native = Error;
      Old.prototype = Native.prototype;
      globalThis.Error = Old;
    },
    keys: ["javascript.builtins.Error.cause"],
    costs: "errors have no `cause`",
  },
  "`Request.body`": {
    is: 'new Request("/", { method: "POST", body: "a body" }).body',
    takeAway: () => delete Request.prototype.body,
    keys: ["api.Request.body"],
    costs: "`client.fetch` refuses a stream as a body",
  },
};
