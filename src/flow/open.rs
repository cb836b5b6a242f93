//! A client's beginning: it takes over what its store has.

use std::rc::Rc;

use crate::error::{Code, Error, Hint, Step};
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::platform::{StoreError, StoreKind};
use crate::session::machine::{Look, Reach};
use crate::world::effect::{Effect, Outcome};

/// Comes before all other calls.
///
/// # Errors
/// `storage` where the chosen store cannot be used at all.
pub(crate) async fn open(call: Rc<Call>) -> Result<Outcome, Error> {
    let outcome = take_over(&call.context).await;
    if outcome.is_err() {
        call.context.close();
    }
    outcome
}

async fn take_over(context: &Rc<Context>) -> Result<Outcome, Error> {
    let unusable = |_: StoreError| Error::new(Code::Storage, Step::Storage);
    if matches!(context.settings.storage, Some(StoreKind::Session | StoreKind::Local)) {
        if context.origin.is_none() {
            return Err(Error::new(Code::Storage, Step::Storage).with_hint(Hint::OnServer));
        }
        context.probe().await.map_err(unusable)?;
    }
    let reach = context.reach();
    if reach != Reach::Client {
        // Before the store is read: what changes from now on is heard of.
        let channel = (reach == Reach::Origin).then(|| context.settings.storage_key.clone());
        context.world.tell(Effect::Join { channel });
    }
    context.look(Look::Routine).await.map_err(unusable)?;
    if reach == Reach::Origin {
        // Rule 7 of the session. A state of this tab's own began after it had joined.
        context.look_soon(Look::Waking, true);
    }
    Ok(Outcome::Nothing)
}
