//! The page and what it loads, as they are compiled into the program.

use crate::http::reply::{HTML, Reply};

const CSS: &str = "text/css;charset=UTF-8";
const SVG: &str = "image/svg+xml";
const JAVASCRIPT: &str = "text/javascript;charset=UTF-8";

/// Colours, type, space and the icon are the shop's own.
macro_rules! shop {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/", $name))
    };
}

const PAGE: &str = include_str!("board.html");

const FILES: &[(&str, &str, &str)] = &[
    ("icon.svg", SVG, shop!("favicon.svg")),
    ("tokens.css", CSS, shop!("styles/tokens.css")),
    ("base.css", CSS, shop!("styles/base.css")),
    ("board.css", CSS, include_str!("board.css")),
    ("policies.css", CSS, include_str!("policies.css")),
    ("bench.css", CSS, include_str!("bench.css")),
    ("board.js", JAVASCRIPT, include_str!("board.js")),
    ("controls.js", JAVASCRIPT, include_str!("controls.js")),
    ("dom.js", JAVASCRIPT, include_str!("dom.js")),
    ("door.js", JAVASCRIPT, include_str!("door.js")),
    ("journal.js", JAVASCRIPT, include_str!("journal.js")),
    ("policies.js", JAVASCRIPT, include_str!("policies.js")),
    ("settings.js", JAVASCRIPT, include_str!("settings.js")),
    ("sites.js", JAVASCRIPT, include_str!("sites.js")),
    ("tools.js", JAVASCRIPT, include_str!("tools.js")),
    ("try.js", JAVASCRIPT, include_str!("try.js")),
    ("verdict.js", JAVASCRIPT, include_str!("verdict.js")),
];

/// At `/__model`. Its addresses are relative: the model may stand under a prefix.
pub fn page() -> Reply {
    typed(HTML, PAGE)
}

/// The same at `/__model/`.
pub fn page_in_folder() -> Reply {
    typed(HTML, &PAGE.replace("=\"__model/", "=\""))
}

pub fn file(name: &str) -> Option<Reply> {
    FILES.iter().find(|file| file.0 == name).map(|(_, content_type, text)| typed(content_type, text))
}

fn typed(content_type: &'static str, text: &str) -> Reply {
    Reply { content_type, ..Reply::text(200, text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_page_asks_for_is_there() {
        let scripts = FILES.iter().filter(|file| file.1 == JAVASCRIPT);
        let imported = scripts.flat_map(|(_, _, text)| text.split("from \"./").skip(1));
        let linked = PAGE.split("=\"__model/board/").skip(1);
        let mut asked = 0;
        for name in imported.chain(linked).filter_map(|rest| rest.split('"').next()) {
            assert!(file(name).is_some(), "{name}");
            asked += 1;
        }
        assert!(asked > FILES.len(), "{asked}");
    }

    #[test]
    fn the_page_has_nothing_inline_and_nothing_from_elsewhere() {
        for inline in ["<style", " style=", "<script>", " onclick=", "javascript:"] {
            assert!(!PAGE.contains(inline), "{inline}");
        }
        for (name, _, text) in FILES {
            assert!(!text.contains("https://") && !text.contains("innerHTML"), "{name}");
        }
    }
}
