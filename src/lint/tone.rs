//! How a sentence of a reply sounds to its reader, by a small trained model: hostility is mostly told without a
//! telling word, so patterns alone miss it.
//!
//! The model (`config/tone/tone.bin`, card beside it) is trained by `examples/train_tone` on invented replies only.

use crate::judge::model::Lone;
use std::sync::LazyLock;

/// What the model answers, in this order.
pub const ANSWERS: [&str; 3] = ["hostile", "reproach", "blame_other_team"];
/// The plane of the model file.
pub const PLANE: &str = "tone";

/// A hostile sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tone {
    /// The code of the rule pack that it most sounds like.
    pub code: &'static str,
    /// Probability that it is hostile at all, 0 to 1.
    pub hostile: f32,
}

/// The embedded model; none when the file does not fit this build, and then the patterns read alone.
pub fn embedded() -> Option<&'static Lone> {
    static MODEL: LazyLock<Option<Lone>> =
        LazyLock::new(|| Lone::load(include_bytes!("../../config/tone/tone.bin"), PLANE).ok());
    MODEL.as_ref()
}

/// How a sentence sounds; none without a model.
pub fn read(sentence: &str) -> Option<Tone> {
    let [hostile, reproach, blame] = embedded()?.read(sentence);
    let code = match () {
        () if reproach < 0.5 && blame < 0.5 => "toxic_or_sarcastic",
        () if reproach >= blame => ANSWERS[1],
        () => ANSWERS[2],
    };
    Some(Tone { code, hostile })
}
