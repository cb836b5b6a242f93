//! HTTP around the endpoints: reading a request, answering it, CORS, faults, the request log.

pub mod call;
pub mod cors;
pub mod dispatch;
pub mod faults;
pub mod html;
pub mod log;
pub mod refusal;
pub mod reply;
