//! JSON: what we write serde_json reads, and what we take out of a document is what stands in it.
#![no_main]

use headless_identity::{Json, fuzzing};
use headless_identity_fuzz::two;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Some((text, other)) = two(input) else { return };
    let reference: Option<Value> = serde_json::from_str(text).ok();
    let ours = fuzzing::json(text);
    assert_eq!(ours.is_some(), reference.as_ref().is_some_and(|value| depth(value) <= 64));
    if let (Some(ours), Some(reference)) = (&ours, &reference) {
        assert!(agree(ours, reference), "{ours:?} is not {reference}");
        let written = fuzzing::json_text(ours).expect("what was JSON has a text");
        assert_eq!(fuzzing::json(&written).as_ref(), Some(ours));
    }

    let raw = if ours.is_some() { text } else { "null" };
    let written = fuzzing::json_object(("text", other), ("raw", raw));
    let read: Value = serde_json::from_str(&written).expect("an object");
    assert_eq!(read["text"], other);
    assert_eq!(read["raw"], reference.filter(|_| ours.is_some()).unwrap_or_default());
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
        (Json::Number(ours), Value::Number(reference)) => Some(*ours) == reference.as_f64(),
        (Json::String(ours), Value::String(reference)) => ours == reference,
        (Json::Array(ours), Value::Array(reference)) => {
            ours.len() == reference.len() && ours.iter().zip(reference).all(|(ours, reference)| agree(ours, reference))
        }
        (Json::Object(ours), Value::Object(reference)) => {
            ours.len() == reference.len()
                && ours.iter().all(|(key, ours)| reference.get(key).is_some_and(|reference| agree(ours, reference)))
        }
        _ => false,
    }
}
