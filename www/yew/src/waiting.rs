//! A journey that waits for its code is kept over a reload: on a phone, a look into the mail may cost the page. What is kept
//! is no secret, for without the code it opens nothing.

use gloo_storage::{SessionStorage, Storage as _};
use serde::{Deserialize, Serialize};

const KEY: &str = "tarn-and-teasel:waiting-in-yew";

/// What a one-time code is for.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    Registration,
    PasswordlessLogin,
    ForgotPassword,
}

#[derive(Serialize, Deserialize)]
pub struct Waiting {
    pub purpose: Purpose,
    /// Whose code it is, as they typed it.
    pub name: String,
    /// What the site calls the journey; a password reset has nothing.
    pub identifier: Option<String>,
}

// Where the storage is forbidden, the journey lives as long as the page.

pub fn keep(waiting: &Waiting) {
    let _ = SessionStorage::set(KEY, waiting);
}

pub fn forget() {
    SessionStorage::delete(KEY);
}

pub fn what_waits() -> Option<Waiting> {
    SessionStorage::get(KEY).ok()
}
