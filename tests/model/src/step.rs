//! What a host gets for a request: an answer, or what the request still waits for.

use std::time::Duration;

use ::http::Response;
use bytes::Bytes;

use crate::{
    http::{
        dispatch::{self, Arrival},
        faults::Fault,
    },
    site::{
        keys::{PrivateKey, SigningKey},
        under_way::Flight,
    },
    world::lock,
};

/// Bytes that are read of a body. A host hands in no more than one further byte, by which a body is seen to be too large.
pub const BODY_LIMIT: usize = 1 << 20;

/// What a request leads to.
pub enum Step {
    Done(Outcome),
    /// The answer comes later: a fault delays it.
    Wait(Delayed),
    /// The answer may have to be signed, and the site has no key yet.
    Key(WithoutKey),
    /// The path leads to nothing of the model's. The host answers with its file of that path or, where it has none, with this.
    FrontEnd(Outcome),
}

/// What goes back, and how its connection ends.
pub enum Outcome {
    Whole(Response<Bytes>),
    /// Half of a body, under a header that announces the whole. The connection closes after it.
    Truncated(Response<Bytes>),
    /// The connection closes without an answer.
    Dropped,
}

impl Outcome {
    /// The status as a line of the program shows it.
    pub fn status(&self) -> String {
        match self {
            Self::Whole(response) | Self::Truncated(response) => response.status().as_u16().to_string(),
            Self::Dropped => "dropped".into(),
        }
    }
}

/// A request that arrived and is to be carried out when its delay is over.
pub struct Delayed {
    pub(crate) arrival: Arrival,
    pub(crate) fault: Fault,
    pub(crate) flight: Option<Flight>,
}

impl Delayed {
    pub fn delay(&self) -> Duration {
        self.fault.delay()
    }

    /// Carries the request out. A host does so also where its sender has hung up: a site would not know.
    pub fn answer(self) -> Outcome {
        let Self { arrival, fault, flight } = self;
        let site = arrival.site.clone();
        let mut held = lock(&site);
        held.settle();
        let outcome = dispatch::answer_and_log(&mut held, &arrival, Some(&fault));
        // Over before anybody else gets at the site, and before the client can have seen the answer.
        drop(flight);
        outcome
    }
}

/// A request that cannot go on before its site has a signing key.
pub struct WithoutKey {
    pub(crate) arrival: Arrival,
    /// By the host's clock.
    pub(crate) arrived_at: i64,
}

impl WithoutKey {
    /// Goes on with this key, unless another request has brought one to the site in the meantime.
    pub fn go_on(self, key: PrivateKey) -> Step {
        let Self { arrival, arrived_at } = self;
        let site = arrival.site.clone();
        let mut held = lock(&site);
        held.settle();
        if held.key.is_none() {
            held.key = Some(SigningKey::new(key, &held.org_id, held.now()));
        }
        // A code that was in time when the request arrived is so still.
        held.held_up_ms = held.real_now() - arrived_at;
        let step = dispatch::carry_out(&mut held, arrival);
        held.held_up_ms = 0;
        step
    }
}
