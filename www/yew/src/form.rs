//! A form at the counter: what a person types, progress, refusals.

use gloo_utils::document;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::developer::Facts;
use crate::field::Field;
use crate::journey::{Journey, Refusal};
use crate::page::{Action, Title, use_page};
use crate::words::for_developer;

#[derive(Properties, PartialEq)]
pub struct CardProps {
    pub id: &'static str,
    pub title: &'static str,
    pub window: &'static str,
    pub lead: AttrValue,
    pub journey: Journey,
    pub children: Html,
}

/// A view of the counter: heading, lead or refusal in its place, the form, and the facts for developers.
#[component]
pub fn Card(props: &CardProps) -> Html {
    let (id, refusal) = (props.id, props.journey.refusal());
    let message = use_node_ref();
    use_effect_with(refusal.clone(), {
        let message = message.clone();
        move |refusal| {
            let Some(refusal) = refusal else { return };
            let field = refusal.about().last().and_then(|id| document().get_element_by_id(id));
            if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
                let _ = field.focus();
                field.select();
            } else if let Some(message) = message.cast::<HtmlElement>() {
                let _ = message.focus();
            }
        }
    });
    let text = refusal.as_ref().map(|refusal| refusal.text().to_owned());
    let error = refusal.as_ref().and_then(Refusal::error);
    html! {
        <section class="card" {id} aria-labelledby={format!("{id}-title")}>
            <Title {id} window={props.window}>{ props.title }</Title>
            <div class="say">
                <p class="lead" hidden={text.is_some()}>{ &props.lead }</p>
                <p class="refusal" id={format!("{id}-refusal")} role="alert" tabindex="-1" ref={message}>{ text }</p>
            </div>
            { props.children.clone() }
            if let Some(error) = error {
                <details class="dev" id={format!("{id}-details")}>
                    <summary>{ "For developers" }</summary>
                    <Facts facts={for_developer(error)} />
                </details>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    pub field: Field,
    pub journey: Journey,
    pub label: &'static str,
    /// What password managers and code helpers go by.
    pub autocomplete: &'static str,
    #[prop_or("text")]
    pub kind: &'static str,
    #[prop_or_default]
    pub inputmode: Option<&'static str>,
    #[prop_or_default]
    pub class: Option<&'static str>,
    /// What was typed elsewhere already.
    #[prop_or_default]
    pub value: Option<AttrValue>,
    #[prop_or_default]
    pub rule: Option<&'static str>,
    /// Beside the input.
    #[prop_or_default]
    pub children: Html,
}

#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let Field { id, node, .. } = props.field.clone();
    let refusal = props.journey.refusal().filter(|refusal| refusal.about().contains(&id));
    let is_last = refusal.as_ref().is_some_and(|refusal| refusal.about().last() == Some(&id));
    let card = id.rsplit_once('-').map_or(id, |(card, _)| card);

    // Marked until it is changed.
    let mended = use_state_eq(|| false);
    use_effect_with(refusal.clone(), {
        let mended = mended.clone();
        move |_| mended.set(false)
    });
    let is_invalid = refusal.is_some() && !*mended;
    let oninput = move |_| mended.set(true);

    // Given once: from then on the field is the person's.
    use_effect_with((), {
        let (node, value) = (node.clone(), props.value.clone());
        move |()| {
            if let (Some(input), Some(value)) = (node.cast::<HtmlInputElement>(), value) {
                input.set_value(&value);
            }
        }
    });

    let described = [is_last.then(|| format!("{card}-refusal")), props.rule.map(|_| format!("{id}-rule"))];
    let described: Vec<String> = described.into_iter().flatten().collect();
    html! {
        <div class="field">
            <label for={id}>{ props.label }</label>
            <div class="entry">
                <input
                    {id}
                    ref={node}
                    class={props.class}
                    name={id.rsplit('-').next()}
                    type={props.kind}
                    inputmode={props.inputmode}
                    autocomplete={props.autocomplete}
                    autocapitalize={if props.autocomplete.ends_with("-name") { "words" } else { "none" }}
                    spellcheck="false"
                    required=true
                    readonly={props.journey.is_running()}
                    aria-invalid={is_invalid.then_some("true")}
                    aria-describedby={(!described.is_empty()).then(|| described.join(" "))}
                    {oninput}
                />
                { props.children.clone() }
            </div>
            if let Some(rule) = props.rule {
                <p class="rule" id={format!("{id}-rule")}>{ rule }</p>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct PasswordFieldProps {
    pub field: Field,
    pub journey: Journey,
    pub label: &'static str,
    pub autocomplete: &'static str,
    #[prop_or_default]
    pub rule: Option<&'static str>,
}

/// A password can be shown, and is hidden again before it is sent.
#[component]
pub fn PasswordField(props: &PasswordFieldProps) -> Html {
    let PasswordFieldProps { field, journey, label, autocomplete, rule } = props;
    let shown = use_state_eq(|| false);
    use_effect_with((journey.is_running(), journey.refusal()), {
        let shown = shown.clone();
        move |_| shown.set(false)
    });
    let (kind, word) = if *shown { ("text", "Hide") } else { ("password", "Show") };
    let onclick = move |_| shown.set(!*shown);
    html! {
        <TextField field={field.clone()} journey={journey.clone()} {label} {autocomplete} {kind} {rule}>
            <button class="reveal" type="button" aria-controls={field.id} aria-label={format!("{word} password")} {onclick}>
                { word }
            </button>
        </TextField>
    }
}

#[derive(Properties, PartialEq)]
pub struct WorkProps {
    pub journey: Journey,
    /// The call that this button stands for.
    pub call: &'static str,
    pub label: AttrValue,
    pub waiting: AttrValue,
    #[prop_or("submit")]
    pub kind: &'static str,
    #[prop_or("action wide")]
    pub class: &'static str,
    /// Busy with something that is no journey of this form.
    #[prop_or_default]
    pub is_busy: bool,
    #[prop_or_default]
    pub onclick: Callback<MouseEvent>,
}

/// A button that shows that its work is under way. `aria-disabled` and not `disabled`: a disabled button drops the keyboard's
/// focus, and the person would have to find their way back from the top of the page.
#[component]
pub fn Work(props: &WorkProps) -> Html {
    let page = use_page();
    let is_waiting = props.is_busy || props.journey.is_calling(props.call);
    let onclick = if is_waiting { Callback::noop() } else { props.onclick.clone() };
    use_effect_with((is_waiting, props.waiting.clone()), move |(is_waiting, waiting)| {
        if *is_waiting {
            page.dispatch(Action::Announce(waiting.clone()));
        }
    });
    html! {
        <button class={props.class} type={props.kind} aria-disabled={is_waiting.then_some("true")} {onclick}>
            <span class="progress" aria-hidden="true"><i /><i /><i /></span>
            <span>{ if is_waiting { &props.waiting } else { &props.label } }</span>
        </button>
    }
}

/// The form element with its submit. By `post`, for without script a form by `get` would put the password into the address.
#[derive(Properties, PartialEq)]
pub struct FormProps {
    pub onsend: Callback<()>,
    pub children: Html,
}

#[component]
pub fn Form(props: &FormProps) -> Html {
    let onsubmit = props.onsend.reform(|event: SubmitEvent| event.prevent_default());
    html! { <form method="post" novalidate=true {onsubmit}>{ props.children.clone() }</form> }
}
