//! Words of messages that are built of blocks: rich messages and checklists, new in 2026. A person may
//! write nothing else, so whoever does not read them loses the whole message.

use serde_json::Value;

/// Where words stand in a block, in the order in which they are shown.
const WORDS: &[&str] = &["title", "summary", "text", "expression"];
/// What a block holds: blocks, items of a list, tasks, rows of cells.
const PARTS: &[&str] = &["blocks", "items", "tasks", "cells"];
/// What stands under a block.
const UNDER: &[&str] = &["caption", "credit"];
/// Blocks that are files.
const FILES: &[&str] = &["photo", "video", "animation", "audio", "document", "voice_note"];

/// All words as a reader sees them, one line for a block.
pub fn plain(message: &Value) -> String {
    let mut lines = Vec::new();
    block(message, &mut lines);
    lines.join("\n")
}

/// How many files there are in it.
pub fn files(message: &Value) -> u32 {
    match message {
        Value::Array(parts) => parts.iter().map(files).sum(),
        Value::Object(fields) => {
            let own = FILES.iter().any(|file| fields.contains_key(*file));
            let parts = PARTS.iter().filter_map(|part| fields.get(*part));
            u32::from(own) + parts.map(files).sum::<u32>()
        }
        _ => 0,
    }
}

fn block(value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Array(parts) => parts.iter().for_each(|part| block(part, lines)),
        Value::Object(fields) => {
            let say = |keys: &[&str]| {
                keys.iter()
                    .filter_map(|key| fields.get(*key))
                    .map(words)
                    .collect()
            };
            let (above, under): (Vec<_>, Vec<_>) = (say(WORDS), say(UNDER));
            lines.extend(above.into_iter().filter(|line: &String| !line.trim().is_empty()));
            for part in PARTS.iter().filter_map(|part| fields.get(*part)) {
                block(part, lines);
            }
            lines.extend(under.into_iter().filter(|line: &String| !line.trim().is_empty()));
        }
        _ => {}
    }
}

/// Words with their marks taken off: a text, several in a row, or one in a mark (bold, a link, a formula).
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(row) => row.iter().map(words).collect(),
        Value::Object(mark) => ["text", "alternative_text", "expression", "button"]
            .iter()
            .find_map(|key| mark.get(*key))
            .map(words)
            .unwrap_or_default(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_word_of_a_rich_message_is_read_in_its_order_and_marks_are_not() {
        let message = json!({"is_rtl": false, "blocks": [
            {"type": "heading", "size": 1, "text": "Не понравилось"},
            {"type": "paragraph", "text": ["Кофе ", {"type": "bold", "text": ["со", {"type": "italic", "text": "всем"}]},
                " холодный, ", {"type": "url", "text": "вот", "url": "https://example.org"},
                {"type": "custom_emoji", "custom_emoji_id": "5", "alternative_text": "😡"}]},
            {"type": "list", "items": [{"label": "1.", "blocks": [{"type": "paragraph", "text": "ждали час"}]}]},
            {"type": "details", "summary": "Ещё", "blocks": [{"type": "divider"}, {"type": "paragraph", "text": "и музыка"}]},
            {"type": "table", "cells": [[{"text": "счёт", "align": "left"}, {"align": "left"}]], "caption": "чек"},
            {"type": "photo", "photo": [{"file_id": "x"}], "caption": {"text": "стол", "credit": "я"}},
            {"type": "collage", "blocks": [{"type": "photo", "photo": []}, {"type": "video", "video": {}}]},
        ]});
        assert_eq!(
            plain(&message),
            "Не понравилось\nКофе совсем холодный, вот😡\nждали час\nЕщё\nи музыка\nсчёт\nчек\nстол"
        );
        assert_eq!(files(&message), 3);
        let list = json!({"title": "Что исправить", "tasks": [{"id": 1, "text": "стул"}, {"id": 2, "text": "свет"}]});
        assert_eq!(
            (plain(&list), files(&list)),
            ("Что исправить\nстул\nсвет".into(), 0)
        );
        for other in [json!(null), json!("x"), json!({"blocks": 5}), json!([[], {}])] {
            assert_eq!((plain(&other), files(&other)), (String::new(), 0), "{other}");
        }
    }
}
