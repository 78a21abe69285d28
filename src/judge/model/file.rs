//! The model file: eight bytes of magic, the length of the header (u32, little endian), the header as JSON, then
//! the weights as bytes, plane after plane.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Begins every model file; the last digit is the version of the layout.
const MAGIC: &[u8; 8] = b"OTKLIKJ1";
/// Reads of the same features by other code give other buckets, so the number changes with `features`.
pub const FEATURES: u32 = 4;

/// What the header says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Header {
    /// Version of the features that the weights belong to: [`FEATURES`].
    pub features: u32,
    /// What the judge fed the trainer of the invented clauses: `judge::training::fingerprint`.
    #[serde(default)]
    pub fed: String,
    pub planes: Vec<Plane>,
}

/// A group of answers over the same buckets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plane {
    pub name: String,
    /// Buckets of the plane: 2^bits.
    pub bits: u32,
    /// Value of one step of a weight, for each answer.
    pub scale: Vec<f32>,
    pub bias: Vec<f32>,
    /// Weights of the inputs that are no words; one row an input, one column an answer.
    pub dense: Vec<Vec<f32>>,
    /// Turns scores into logits: slope and shift of each answer, found on texts that training did not see.
    pub slope: Vec<f32>,
    pub shift: Vec<f32>,
}

impl Plane {
    pub fn answers(&self) -> usize {
        self.scale.len()
    }

    fn size(&self) -> usize {
        self.answers() << self.bits
    }

    fn fault(&self, bits: u32) -> Option<String> {
        let answers = self.answers();
        let even = [&self.bias, &self.slope, &self.shift]
            .iter()
            .all(|v| v.len() == answers)
            && self.dense.iter().all(|row| row.len() == answers);
        (!even || self.bits > bits || answers == 0).then(|| format!("plane {:?} is uneven", self.name))
    }
}

/// A parsed file: the header and, for each plane, its weights (bucket by bucket, answer by answer).
#[derive(Debug)]
pub struct File {
    pub header: Header,
    pub weights: Vec<Cow<'static, [u8]>>,
}

impl File {
    /// Reads a file; `bits` is the number of bits of a bucket.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the bytes.
    pub fn parse(bytes: &'static [u8], bits: u32) -> Result<File, String> {
        let rest = bytes.strip_prefix(MAGIC).ok_or("not a model of this version")?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or("cut short")?;
        let (header, mut rest) = rest
            .split_at_checked(u32::from_le_bytes(*length) as usize)
            .ok_or("cut short")?;
        let header: Header = serde_json::from_slice(header).map_err(|e| format!("header: {e}"))?;
        if header.features != FEATURES {
            return Err(format!("features {} and not {FEATURES}", header.features));
        }
        let mut weights = Vec::with_capacity(header.planes.len());
        for plane in &header.planes {
            if let Some(fault) = plane.fault(bits) {
                return Err(fault);
            }
            let (own, other) = rest.split_at_checked(plane.size()).ok_or("cut short")?;
            weights.push(Cow::Borrowed(own));
            rest = other;
        }
        if rest.is_empty() {
            Ok(File { header, weights })
        } else {
            Err("longer than its header says".to_owned())
        }
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// A sentence when the header cannot be written.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        let header = serde_json::to_vec(&self.header).map_err(|e| e.to_string())?;
        let length = u32::try_from(header.len()).map_err(|e| e.to_string())?;
        let mut out = MAGIC.to_vec();
        out.extend(length.to_le_bytes());
        out.extend(header);
        self.weights.iter().for_each(|plane| out.extend_from_slice(plane));
        Ok(out)
    }
}
