/** Stores of an app's own, as `{ get, set, remove }`. */

/** One database of the origin, which takes its time as a slow disk does. */
export function indexedDb({ delayMs = 20 } = {}) {
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("own-store", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("kept");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const run = async (mode, work) => {
    const database = await opened;
    await new Promise((resolve) => setTimeout(resolve, delayMs * Math.random()));
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("kept", mode);
      const request = work(transaction.objectStore("kept"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
    });
  };
  return {
    get: (key) => run("readonly", (kept) => kept.get(key)),
    set: (key, value) => run("readwrite", (kept) => kept.put(value, key)),
    remove: (key) => run("readwrite", (kept) => kept.delete(key)),
  };
}

/** The simplest of all: answers at once, and needs its `this`. */
export class MapStore {
  kept = new Map();
  get(key) {
    return this.kept.get(key);
  }
  set(key, value) {
    this.kept.set(key, value);
  }
  remove(key) {
    this.kept.delete(key);
  }
}
