//! Counting and printing.

use std::collections::BTreeMap;

/// Counts of what was said against what is.
#[derive(Default, Clone)]
pub struct Table {
    /// `cells[is][said]`.
    cells: [[u32; 3]; 3],
    /// For each tenth of confidence: texts, sum of confidence, right answers.
    sure: [(u32, f32, u32); 10],
    margins: Vec<(f32, bool)>,
}

impl Table {
    pub fn add(&mut self, is: usize, p: [f32; 3]) {
        let said = (0..3).max_by(|a, b| p[*a].total_cmp(&p[*b])).unwrap_or(1);
        self.cells[is][said] += 1;
        let cell = &mut self.sure[((p[said] * 10.0) as usize).min(9)];
        *cell = (cell.0 + 1, cell.1 + p[said], cell.2 + u32::from(is == said));
        self.margins.push((p[0], is == 0));
    }

    fn f1(&self, class: usize, rows: &[usize]) -> f32 {
        let hit = self.cells[class][class];
        let said: u32 = rows.iter().map(|is| self.cells[*is][class]).sum();
        let is: u32 = self.cells[class].iter().sum();
        2.0 * hit as f32 / (said + is).max(1) as f32
    }

    fn accuracy(&self) -> f32 {
        (0..3).map(|c| self.cells[c][c]).sum::<u32>() as f32 / self.count().max(1) as f32
    }

    fn polar(&self) -> f32 {
        (self.f1(0, &[0, 2]) + self.f1(2, &[0, 2])) / 2.0
    }

    fn macro_f1(&self) -> f32 {
        (0..3).map(|c| self.f1(c, &[0, 1, 2])).sum::<f32>() / 3.0
    }

    fn count(&self) -> u32 {
        self.cells.iter().flatten().sum()
    }

    /// Expected calibration error over ten bins.
    fn ece(&self) -> f32 {
        let off = |(_, p, right): &(u32, f32, u32)| (p - *right as f32).abs();
        self.sure.iter().map(off).sum::<f32>() / self.count().max(1) as f32
    }

    /// Area under the curve of "negative" against the rest.
    fn auc(&self) -> f32 {
        let mut sorted = self.margins.clone();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut below, mut sum, mut yes) = (0.0_f64, 0.0_f64, 0.0_f64);
        for (_, negative) in sorted {
            if negative {
                sum += below;
                yes += 1.0;
            } else {
                below += 1.0;
            }
        }
        (sum / (below * yes).max(1.0)) as f32
    }

    pub fn print(&self, name: &str) {
        let (r, p) = (
            self.cells[0][0] as f32 / self.cells[0].iter().sum::<u32>().max(1) as f32,
            self.cells[0][0] as f32 / (0..3).map(|i| self.cells[i][0]).sum::<u32>().max(1) as f32,
        );
        println!(
            "{name:<40} n {:>5}  acc {:.3}  macro-F1 {:.3}  polar F1 {:.3}  neg R/P {r:.3}/{p:.3}  AUC {:.3}  ECE {:.3}",
            self.count(),
            self.accuracy(),
            self.macro_f1(),
            self.polar(),
            self.auc(),
            self.ece()
        );
    }
}

/// Counts for each name, printed in order.
#[derive(Default)]
pub struct Tables(pub BTreeMap<String, Table>);

impl Tables {
    pub fn at(&mut self, name: String) -> &mut Table {
        self.0.entry(name).or_default()
    }

    pub fn print(&self, title: &str) {
        println!("== {title}");
        self.0.iter().for_each(|(name, table)| table.print(name));
    }
}
