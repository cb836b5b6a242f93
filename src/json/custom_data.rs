//! Custom data of the app's own.

use serde::Serialize;

use crate::error::{Error, Hint};

/// Custom data as the text of a JSON object.
///
/// # Errors
/// `invalid_argument` for what is no object, or has no JSON.
pub(crate) fn serialized_object(data: &impl Serialize) -> Result<String, Error> {
    to_text(data).filter(|text| text.starts_with('{')).ok_or_else(|| Error::argument(Hint::CustomData))
}

/// The text of what a Rust app gives: in a browser the browser writes it.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
fn to_text(value: &impl Serialize) -> Option<String> {
    let value = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).ok()?;
    js_sys::JSON::stringify(&value).ok()?.as_string()
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
fn to_text(value: &impl Serialize) -> Option<String> {
    serde_json::to_string(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::json::Json;

    #[test]
    fn only_an_object_is_custom_data() {
        let data = |text| serialized_object(&Json::parse(text).unwrap());
        assert_eq!(data(r#"{"a": null}"#).unwrap(), r#"{"a":null}"#);
        for other in ["[{}]", r#""{}""#, "null"] {
            assert_eq!(data(other).unwrap_err().code(), Code::InvalidArgument);
        }
    }
}
