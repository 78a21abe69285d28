//! What a person wrote, without the mail below that the program quoted, and without the signature.

/// The text above the quotation. A quotation in between, which is answered line by line, stays.
pub fn without(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut end = lines.len();
    // RFC 3676: two dashes and a space; the space is often lost
    if let Some(at) = lines.iter().position(|l| matches!(*l, "-- " | "--")) {
        end = at;
    }
    let quoted = |l: &str| l.trim().is_empty() || l.trim_start().starts_with('>');
    while end > 0 && quoted(lines[end - 1]) {
        end -= 1;
    }
    let below = lines.get(end..).unwrap_or_default();
    if below.iter().any(|l| l.trim_start().starts_with('>')) && end > 0 && introduces(lines[end - 1]) {
        end -= 1;
        // «23 ноября 2026 г., 12:30, Зерно» over two lines
        if end > 0
            && !lines[end].trim_start().starts_with(|c: char| c.is_ascii_digit())
            && dated(lines[end - 1])
        {
            end -= 1;
        }
    }
    if let Some(at) = lines[..end].iter().position(|l| separates(l)) {
        end = at;
    }
    let kept = lines[..end].join("\n");
    let kept = kept.trim();
    // a mail that is nothing but a quotation is shown as it is
    if kept.is_empty() {
        text.trim().to_owned()
    } else {
        kept.to_owned()
    }
}

/// «… пишет:», "… wrote:".
fn introduces(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    line.ends_with(':')
        && (line.contains('@')
            || ["пишет", "писал", "wrote", "написал"]
                .iter()
                .any(|w| line.contains(w)))
}

fn dated(line: &str) -> bool {
    line.chars().filter(char::is_ascii_digit).count() >= 6 && line.trim_end().ends_with([',', '<'])
}

/// "-----Original Message-----", «-------- Пересланное сообщение --------»: all below is another's.
fn separates(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    line.starts_with("---")
        && line.ends_with("---")
        && ["original message", "исходное сообщение", "forwarded", "переслан"]
            .iter()
            .any(|w| line.contains(w))
}
