//! A client's beginning: it takes over what its store has.

use std::rc::Rc;

use crate::error::{Code, Error, Hint, Step};
use crate::flow::context::Context;
use crate::platform::{StoreError, StoreKind};
use crate::session::machine::{Look, Reach};
use crate::world::effect::Effect;

/// Comes before all other calls.
///
/// # Errors
/// `storage` where the chosen store cannot be used at all.
pub(crate) async fn open(context: &Rc<Context>) -> Result<(), Error> {
    let outcome = take_over(context).await;
    if outcome.is_err() {
        context.close();
    }
    outcome
}

async fn take_over(context: &Rc<Context>) -> Result<(), Error> {
    let unusable = |_: StoreError| Error::new(Code::Storage, Step::Storage);
    if matches!(context.settings.storage, Some(StoreKind::Session | StoreKind::Local)) {
        if context.origin.is_none() {
            return Err(Error::new(Code::Storage, Step::Storage).with_hint(Hint::OnServer));
        }
        context.keeper.probe().await.map_err(unusable)?;
    }
    let reach = context.keeper.reach();
    if reach != Reach::Client {
        // Before the store is read: what changes from now on is heard of.
        let channel = (reach == Reach::Origin).then(|| context.settings.storage_key());
        context.world.tell(Effect::Join { channel });
    }
    context.look(Look::Routine).await.map_err(unusable)?;
    if reach == Reach::Origin {
        context.look_again_after_joining();
    }
    Ok(())
}
