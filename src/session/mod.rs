//! The session: its states, what orders them, and the rules that keep one session the same in all tabs.
//!
//! # The model
//! A *client* is in one of two states: it has **no session**, or it has a **session** with its tokens ([`kept::Kept`]). A
//! session is a visitor's (guest) or a user's; a *sign-in* in these rules is the beginning of either. What several clients can
//! see is the *store*; a client's [`boundary::Reach`] says who they are: this client alone (memory), the documents of one tab
//! (`sessionStorage`), or all tabs of the origin (`localStorage`, a store of the app's own). Only the tabs of an origin have a
//! *channel* that tells each other's changes; a message is the state itself, as it is written into the store
//! ([`record::Record`]).
//!
//! [`machine::Machine`] is all of it without I/O: [`boundary::Input`] goes in (a journey has brought a session, the store was looked
//! into, another tab has sent its state), the state changes in [`machine::Machine::on`] and nowhere else, and
//! [`boundary::FollowUp`]s come out (write, tell, revoke, look again). `context::apply` sees to them in their order, `context::store`
//! writes and reads the store, `context::renewal_lock` takes the Web Lock. Every time in these rules stands in [`timing`].
//!
//! ```text
//!                Began                      Began (another), Renewed (the same)
//!   no session ────────────▶ session ───┐
//!     ▲                        │  ▲     │
//!     └────────────────────────┘  └─────┘
//!       SignedOut, Expired, and what another client has done: Heard, Looked
//! ```
//!
//! # What always holds
//! - A refresh token is never used by two clients at once, nor again after it was used up. With rotation that would end the
//!   session for everybody.
//! - A rotated refresh token is in the store before the callers of that renewal are answered and before the lock is let go.
//! - A session that the site still honours is not lost by anything that happens between tabs, and a sign-out is not undone by it.
//! - When no event is pending and every document of a tab has looked into the store, every client and the store have the same
//!   session, unless somebody has cleared the store (rule 5).
//! - No call is answered with the token of another person than the one it began with (rule 10 says who counts as the same).
//!
//! `tests/native/interleavings.rs` checks them under random orders of events; the tests named below are in `machine/tests.rs`
//! and the folder beside it, unless they say where.
//!
//! # The rules
//! 1. **Order of states.** A later sign-in or sign-out is newer than any renewal of the session before; of one session the later
//!    renewal is newer, and its end is newest of all ([`stamp::Stamp`]). Two that begin in the same millisecond, or at once after
//!    the device's clock was set back, are told apart by a part drawn from their tokens. *`stamp::tests`,
//!    `tests/native/opening.rs`, `two_that_sign_in_at_once_after_the_clock_was_set_back_…`*
//! 2. **A renewal is told late.** Listeners hear of a sign-in at once, while the store is being asked to take it, and of a
//!    renewal when the store has taken it. A renewal that was superseded while it was written is not announced.
//!    `Machine::renewed`, `written`. *`a_renewal_is_told_when_the_store_has_it_…`*
//! 3. **Hear and adopt.** A client takes over a state that is newer than its own, from a message or from the store, and never an
//!    older one. The event it tells is what has changed *here*: a client that missed a sign-in and then a renewal tells of a
//!    sign-in. `Machine::adopt`. *`a_newer_state_is_adopted_once_…`, `what_is_told_is_what_has_changed_here`*
//! 4. **Insist and yield.** A message with an older state means that two states have crossed, and the store may have either:
//!    the client writes its own state once more, if it has made that state itself. Exception: after the device's
//!    clock was set back, a client's stamp may lie in the future. Then it yields to a session that began by the present clock:
//!    without a session, to a message and to the store; with a session, only to the store and only after waking. It does not
//!    yield to the session that it had last: then a renewal has crossed the sign-out. `Machine::heard`, `found`, `insist`,
//!    `yield_to`. *`two_that_sign_in_at_once_…`, `it_yields_to_what_is_older_…`, `it_yields_neither_…`,
//!    `a_tab_that_slept_yields_…` (two), `tests/native/set_back.rs`*
//! 5. **Absence.** The store had this client's session and no longer has it. Among the documents of one tab, and after waking,
//!    this means that the session has ended: the message may have been missed. Otherwise the client would have heard of a
//!    sign-out, so somebody has cleared the store, and the next renewal writes the session again. That the session has ended is
//!    a guess, and a guess is never written: if the same state turns up later (another client may have mended a crossing), it
//!    is taken up again. The absence of a state that was only heard of means nothing until a look, [`timing::PROPAGATION_MS`]
//!    later, has found it in the store. `Machine::missed`, `adopt`, `heard`, `mend`. *`the_absence_of_what_was_stored_…`,
//!    `a_session_that_was_taken_for_gone_…`, `a_sign_out_that_is_only_a_guess_…`, `tests/native/waking.rs`*
//! 6. **Mend.** A client that notices a crossing looks into the store again [`timing::PROPAGATION_MS`] later. It adopts a newer
//!    state; over an older one it writes its own, because the client that made it may be gone, and so it does where there is
//!    none. It notices a crossing by a message; by a look that finds a state newer than one it made itself, or older than one
//!    that the store has had or that it has taken over (without a channel nobody tells); or by a write of its own that ends
//!    after it took over another state. `Machine::mend`, `found`, `written`. *`mending_writes_what_is_newer_…`,
//!    `mending_takes_over_…`, `a_look_among_tabs_notices_…` (two), `a_look_notices_…`, `a_write_that_ends_after_…` (two),
//!    `tests/native/crossing.rs`*
//! 7. **Look again after joining and after waking**, where there is a channel. A client listens before it reads the store, and
//!    looks once more [`timing::PROPAGATION_MS`] after: what another one did just before it joined, or woke, was told to those
//!    that were there, and may not have been in the store yet. `flow::open`, `Context::wake`. *`tests/native/opening.rs`,
//!    `waking.rs`*
//! 8. **Revoke what lost.** A token that will not be used again is revoked: the refresh token of a session that another
//!    sign-in replaced, here or in a crossing, or of this client's own that another document of the tab has replaced without
//!    having seen it; the refresh token, or without one the access token, that a login has brought after a sign-out, or a
//!    renewal after its session has gone; and what another document has renewed or begun without a message, by the sign-out or
//!    sign-in that ends it. `Machine::revoke`, `revoke_unused`, `Context::revoke_untold`. *`a_change_is_written_then_told_…`,
//!    `a_renewal_of_a_session_that_is_gone_…`, `a_login_that_a_sign_out_…`, `an_own_session_that_another_document_…`,
//!    `tests/native/one_tab.rs`: `a_sign_out_and_a_login_leave_no_token_alive_…`*
//! 9. **Too late.** A login that began before this client's last sign-out brings no session back ([`boundary::Epoch`]). A visitor's
//!    session does not replace that of a user who has signed in since it was asked for, in whichever tab. `Machine::overtaken`.
//!    *`a_login_that_a_sign_out_has_overtaken_…`, `tests/native/guest.rs`: `a_visitor_s_session_that_comes_late_…`*
//! 10. **A call belongs to the session it began in** ([`boundary::Generation`]). A renewal of that session serves it, and so does
//!     the session of a user whom its visitor has become, under the same id. After a sign-out the call rejects with `aborted`,
//!     after anything else with `session_expired`; who is signed in by then makes no difference. `Machine::replace`,
//!     `session_of`. *`a_call_is_served_by_…`, `a_visitor_s_call_…`, `tests/native/belonging.rs`*
//! 11. **One renewal at a time.** Callers share one renewal. Documents take a Web Lock named after the store's key;
//!     documents of one tab use a name of the session. Under the lock a client first looks for a newer state: for
//!     [`timing::PROPAGATION_MS`] if it had to wait, otherwise for [`timing::FREE_LOCK_WAIT_MS`], among documents of one tab
//!     once. After the renewal it holds the lock for [`timing::LINGER_MS`]. A client that has waited for a renewal's time plus
//!     [`timing::LOCK_WAIT_EXTRA_MS`] takes the holder for frozen and steals the lock. Whoever gets the lock after a wait, or
//!     is about to steal it, also takes a second lock; clients that find that one taken start their wait again, and with
//!     another second lock, because its holder may be frozen as well. A closed client stops waiting. A refresh token that the
//!     site is busy with is sent again only if the store has no newer state by then. If another document's renewal is so old
//!     that its token needs renewal again, the client renews it. `context::renewal_lock`, `renew::refresh_user`.
//!     *`tests/native/storage.rs`, `one_tab.rs`, `busy.rs`*
//! 12. **Refused but overtaken.** A refused refresh token ends the session only if no newer state turns up within
//!     [`timing::PROPAGATION_MS`]: another tab may have used the token and been faster. Before a session is taken for expired,
//!     the client looks into the store: another document may have replaced it without a message. `renew::end_refused`,
//!     `Context::expire`. *`tests/native/storage.rs`: `a_token_that_another_tab_has_used_already_…`*
//! 13. **To the end.** What follows a change of the session (store, message, revocation) belongs to no caller: no abort, deadline
//!     or dropped future cuts it. `context::apply`. *`tests/native/to_the_end.rs`*
//!
//! # Two tabs sign in at once
//! Each writes its session and posts it; the store has whichever came last. Each then hears the other's message. The tab with the
//! older sign-in adopts the newer one and tells its listeners `signed-in` (3). The tab with the newer sign-in hears something older
//! than its own: it writes its own state again (4) and revokes the other's refresh token, which nobody will use (8). Both look into
//! the store 200 ms later and write the newer state if it is not there (6), in case the tab that should have done so was closed.

pub(crate) mod bearer;
pub(crate) mod boundary;
pub(crate) mod event;
pub(crate) mod facts;
pub(crate) mod kept;
pub(crate) mod lifetime;
pub(crate) mod machine;
pub(crate) mod record;
pub(crate) mod stamp;
pub(crate) mod timing;
