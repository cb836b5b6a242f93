//! A store of the app's own: `{ get, set, remove }`, each of them sync or async. Whatever it throws or rejects with is a
//! store that failed, and goes no further.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::browser::lookup::method;
use crate::browser::promise::settled;
use crate::js::args::text;
use crate::platform::{Store, StoreError, StoreFuture};

struct OwnStore {
    object: JsValue,
    get: Function,
    set: Function,
    remove: Function,
}

/// `None` for anything that does not have the three methods.
pub(super) fn open(object: &JsValue) -> Option<Rc<dyn Store>> {
    Some(Rc::new(OwnStore {
        get: method(object, "get")?,
        set: method(object, "set")?,
        remove: method(object, "remove")?,
        object: object.clone(),
    }))
}

impl Store for OwnStore {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        let called = self.get.call1(&self.object, &key.into());
        Box::pin(async {
            let value = settled(called).await.ok_or(StoreError)?;
            if value.is_undefined() || value.is_null() { Ok(None) } else { text(&value).map(Some).ok_or(StoreError) }
        })
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a str) -> StoreFuture<'a, ()> {
        let called = self.set.call2(&self.object, &key.into(), &value.into());
        Box::pin(async { settled(called).await.map(drop).ok_or(StoreError) })
    }

    fn remove<'a>(&'a self, key: &'a str) -> StoreFuture<'a, ()> {
        let called = self.remove.call1(&self.object, &key.into());
        Box::pin(async { settled(called).await.map(drop).ok_or(StoreError) })
    }
}
