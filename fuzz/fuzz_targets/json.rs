//! JSON: what we write serde_json reads, and what we take out of a document is what stands in it.
#![no_main]

use headless_identity::{Json, fuzzing};
use headless_identity_fuzz::{is_close, is_finite, reference, two};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Some((text, other)) = two(input) else { return };
    let reference = reference(text);
    let ours = fuzzing::json(text);
    if ours.as_ref().is_some_and(|ours| !is_finite(ours)) {
        return; // JSON.parse takes a number that is too large for infinity; serde_json refuses it
    }
    assert_eq!(ours.is_some(), reference.as_ref().is_some_and(|value| depth(value) <= 64));
    if let (Some(ours), Some(reference)) = (&ours, &reference) {
        assert!(agree(ours, reference), "{ours:?} is not {reference}");
        let written = fuzzing::json_text(ours).expect("what was JSON has a text");
        let again = fuzzing::json(&written).expect("what we wrote is JSON");
        let reference: Value = serde_json::from_str(&written).expect("what we wrote is JSON to others, too");
        assert!(agree(&again, &reference) && agree(ours, &reference), "{written} is not {ours:?}");
    }

    // What serde_json itself cannot read it cannot read within an object either.
    let raw = if serde_json::from_str::<Value>(text).is_ok() && ours.is_some() { text } else { "null" };
    let written = fuzzing::json_object(("text", other), ("raw", raw));
    let read: Value = serde_json::from_str(&written).expect("an object");
    assert_eq!(read["text"], other);
    assert_eq!(read["raw"], serde_json::from_str::<Value>(raw).expect("read before"));
    let named = fuzzing::json_object((other, text), ("raw", "[]"));
    let read: Value = serde_json::from_str(&named).expect("an object");
    assert!(other == "raw" || read[other] == text);
});

fn depth(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn agree(ours: &Json, reference: &Value) -> bool {
    match (ours, reference) {
        (Json::Null, Value::Null) => true,
        (Json::Bool(ours), Value::Bool(reference)) => ours == reference,
        (Json::Number(ours), Value::Number(reference)) => {
            reference.as_f64().is_some_and(|other| is_close(*ours, other))
        }
        (Json::String(ours), Value::String(reference)) => ours == reference,
        (Json::Array(ours), Value::Array(reference)) => {
            ours.len() == reference.len() && ours.iter().zip(reference).all(|(ours, reference)| agree(ours, reference))
        }
        // Where a key repeats, the last one counts.
        (Json::Object(ours), Value::Object(reference)) => {
            let last = |key: &str| ours.iter().rfind(|(name, _)| name == key).map(|(_, member)| member);
            ours.iter().all(|(key, _)| reference.contains_key(key))
                && reference.iter().all(|(key, reference)| last(key).is_some_and(|ours| agree(ours, reference)))
        }
        _ => false,
    }
}
