//! What goes into the core: everything that happens to a client, and nothing else ever changes it.

use zeroize::Zeroizing;

use crate::core::journey::Journey;
use crate::world::effect::{Answer, CallId, EffectId};

/// What has happened.
pub(crate) enum Event {
    /// The app asks for something. [`Effect::Resolve`](crate::world::effect::Effect::Resolve) or `Reject` answers it, once.
    Called(CallId, Journey),
    /// The app aborts this call. If that is known before the call is made, this comes right before [`Self::Called`].
    Aborted(CallId),
    /// What an effect came to. The answer to an effect that has ended is ignored.
    Answered(EffectId, Answer),
    /// Another tab has sent this: a session with its tokens, or its end.
    Heard(Zeroizing<String>),
    /// The document is back: in front, or out of the back/forward cache. It may have missed what others did.
    Woke,
    /// The app needs the client no more. Calls end with `aborted`, and what others are to learn is still told.
    Closed,
}
