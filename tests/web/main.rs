//! In Chromium.
