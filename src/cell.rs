//! Mutability inside what is shared.

use std::cell::{Ref, RefCell, RefMut};
use std::process::abort;

/// A [`RefCell`] that ends the program without a message where it is borrowed twice, which no input can bring about. The message,
/// and what formats it, would be 1.2 kB of wasm (brotli).
#[derive(Default)]
pub(crate) struct StateCell<T>(RefCell<T>);

impl<T> StateCell<T> {
    pub const fn new(value: T) -> Self {
        Self(RefCell::new(value))
    }

    pub fn borrow(&self) -> Ref<'_, T> {
        self.0.try_borrow().unwrap_or_else(|_| abort())
    }

    pub fn borrow_mut(&self) -> RefMut<'_, T> {
        self.0.try_borrow_mut().unwrap_or_else(|_| abort())
    }

    /// Puts a value in, and returns the one before.
    pub fn replace(&self, value: T) -> T {
        std::mem::replace(&mut self.borrow_mut(), value)
    }
}

impl<T: Default> StateCell<T> {
    /// Takes the value out.
    pub fn take(&self) -> T {
        self.replace(T::default())
    }
}

/// What is under way, by its number. A handful at most, so a list is smaller than a map and fast enough.
pub(crate) struct ById<K, T>(StateCell<Vec<(K, T)>>);

impl<K, T> Default for ById<K, T> {
    fn default() -> Self {
        Self(StateCell::default())
    }
}

impl<K: PartialEq, T> ById<K, T> {
    pub fn add(&self, id: K, value: T) {
        self.0.borrow_mut().push((id, value));
    }

    pub fn take(&self, id: K) -> Option<T> {
        self.take_if(id, |_| true)
    }

    pub fn take_if(&self, id: K, is_wanted: impl Fn(&T) -> bool) -> Option<T> {
        let mut all = self.0.borrow_mut();
        let position = all.iter().position(|(of, value)| *of == id && is_wanted(value))?;
        Some(all.swap_remove(position).1)
    }
}
