//! What is kept between journeys, and who is told when it changes.

pub(crate) mod facts;
pub(crate) mod keeper;
pub(crate) mod record;
pub(crate) mod vault;
