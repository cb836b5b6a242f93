//! What the parts of the page share: the view at the counter, what a screen reader is told, the developer's log.

use std::rc::Rc;

use gloo_utils::document;
use headless_identity::{Error, Event, EventKind};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::errand::Errand;
use crate::words::{self, for_customer};

/// What the counter shows to somebody who is not signed in.
#[derive(Clone, PartialEq)]
pub enum View {
    /// With words in place of the usual welcome, or with what a social sign-on was refused for.
    SignIn {
        lead: Option<String>,
        refusal: Option<Error>,
    },
    Register,
    Passwordless {
        username: String,
    },
    Code(Errand),
    Forgot {
        username: String,
    },
    NewPassword {
        username: String,
    },
}

impl View {
    pub const SIGN_IN: Self = Self::SignIn { lead: None, refusal: None };
}

#[derive(Clone, PartialEq)]
pub struct Page {
    pub view: View,
    /// Nobody has done anything yet: the focus is left alone.
    pub is_quiet: bool,
    pub announcement: AttrValue,
    /// Newest first.
    pub log: Vec<Entry>,
    /// A person is on their way back from a provider.
    pub is_coming_back: bool,
    /// Whether the first visitor's session is there, or will not come.
    pub is_settled: bool,
    /// What the visitor is called up there, once it is known.
    pub name: Option<AttrValue>,
}

impl Page {
    pub fn new(view: View, is_coming_back: bool) -> Self {
        Self {
            view,
            is_quiet: true,
            announcement: AttrValue::default(),
            log: Vec::new(),
            is_coming_back,
            is_settled: false,
            name: None,
        }
    }
}

#[derive(Clone, PartialEq)]
pub struct Entry {
    pub at: f64,
    pub title: AttrValue,
    pub meaning: AttrValue,
    pub is_bad: bool,
}

pub enum Action {
    Go(View),
    Announce(AttrValue),
    Happened(Event),
    Refused { call: &'static str, error: Error },
    Noted(String),
    CameBack(Option<Error>),
    Settled,
    Greeted(Option<AttrValue>),
}

/// Enough for a look back, few enough to read.
const KEPT: usize = 8;

impl Page {
    fn log(&mut self, title: impl Into<AttrValue>, meaning: impl Into<AttrValue>, is_bad: bool) {
        self.log.insert(0, Entry { at: js_sys::Date::now(), title: title.into(), meaning: meaning.into(), is_bad });
        self.log.truncate(KEPT);
    }

    fn follow(&mut self, event: &Event) {
        self.log(event.kind.as_str(), words::of_event(event), false);
        let lead = match event.kind {
            EventKind::SignedIn => {
                self.view = View::SIGN_IN; // for the time after
                self.is_quiet = false;
                return;
            }
            EventKind::Expired => words::EXPIRED,
            EventKind::SignedOut => "You are signed out. Come back soon.",
            _ => return,
        };
        // A guest's session has ended: nothing that they are doing is over.
        if let Some(_customer) = self.name.take() {
            self.view = View::SignIn { lead: Some(lead.to_owned()), refusal: None };
            self.announcement = lead.into();
        }
    }
}

impl Reducible for Page {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut page = Rc::unwrap_or_clone(self);
        match action {
            Action::Go(view) => {
                page.view = view;
                page.is_quiet = false;
                page.announcement = AttrValue::default();
            }
            Action::Announce(text) => page.announcement = text,
            Action::Happened(event) => page.follow(&event),
            Action::Refused { call, error } => {
                let status = error.status().map(|status| format!(", HTTP {status}")).unwrap_or_default();
                let meaning = format!("{call} was rejected at step {}{status}.", error.step());
                page.log(error.code().as_str(), meaning, true);
            }
            Action::Noted(title) => page.log(title, "With the access token, which would have been renewed.", false),
            Action::CameBack(refusal) => {
                page.is_coming_back = false;
                if let Some(error) = refusal {
                    page.announcement = for_customer(&error).into();
                    page.view = View::SignIn { lead: None, refusal: Some(error) };
                }
            }
            Action::Settled => page.is_settled = true,
            Action::Greeted(name) => page.name = Some(name.unwrap_or_else(|| "Signed in".into())),
        }
        Rc::new(page)
    }
}

pub type PageHandle = UseReducerHandle<Page>;

#[hook]
pub fn use_page() -> PageHandle {
    use_context().expect("the shop provides it")
}

#[derive(Properties, PartialEq)]
pub struct TitleProps {
    pub id: &'static str,
    /// What the window is called meanwhile.
    pub window: &'static str,
    pub children: Html,
}

/// The heading of a view. It takes the focus when the view appears, so that nobody is left on a button that has gone.
#[component]
pub fn Title(props: &TitleProps) -> Html {
    let heading = use_node_ref();
    let is_quiet = use_page().is_quiet;
    use_effect_with((), {
        let (heading, window) = (heading.clone(), props.window);
        move |()| {
            document().set_title(&format!("{window} · Tarn & Teasel"));
            if let Some(heading) = heading.cast::<HtmlElement>().filter(|_| !is_quiet) {
                let _ = heading.focus();
            }
        }
    });
    html! { <h1 id={format!("{}-title", props.id)} tabindex="-1" ref={heading}>{ props.children.clone() }</h1> }
}

#[derive(Properties, PartialEq)]
pub struct GoProps {
    pub to: View,
    #[prop_or("link")]
    pub class: &'static str,
    pub children: Html,
}

/// A button that leads to another view. Whatever waited for its code waits no longer.
#[component]
pub fn Go(props: &GoProps) -> Html {
    let page = use_page();
    let to = props.to.clone();
    let onclick = move |_| {
        crate::waiting::forget();
        page.dispatch(Action::Go(to.clone()));
    };
    html! { <button class={props.class} type="button" {onclick}>{ props.children.clone() }</button> }
}
