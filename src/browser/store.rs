//! `sessionStorage` and `localStorage`.

use std::future::ready;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use web_sys::Storage;

use crate::browser::lookup::global;
use crate::platform::{Store, StoreError, StoreFuture};

/// A store by the name of its global. Where storage is not allowed, reading the global throws.
pub(super) fn open(name: &str) -> Result<Rc<dyn Store>, StoreError> {
    match global(name) {
        Some(storage) if storage.is_object() => Ok(Rc::new(WebStorage(storage.unchecked_into()))),
        _ => Err(StoreError),
    }
}

struct WebStorage(Storage);

impl Store for WebStorage {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(ready(self.0.get_item(key).map_err(|_| StoreError)))
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a str) -> StoreFuture<'a, ()> {
        Box::pin(ready(self.0.set_item(key, value).map_err(|_| StoreError)))
    }

    fn remove<'a>(&'a self, key: &'a str) -> StoreFuture<'a, ()> {
        Box::pin(ready(self.0.remove_item(key).map_err(|_| StoreError)))
    }
}
