//! The state of the explorer: its parameters, and the first N samples of the seed under them.
//!
//! An [`Explorer`] owns the random stream and the tallies. [`Explorer::step`] draws; how N is cut
//! into steps leaves no trace. When a parameter changes, the same noise is drawn again under the
//! new values: first as many samples as fit in a frame, then, at rest, all N
//! ([`Explorer::refine`]) into tallies of their own that replace those shown when complete.

mod address;
mod batch;
mod chi_square;
pub mod claims;
mod course;
mod csv;
mod draw;
mod gradient_lab;
pub mod kernel;
mod lab;
mod law;
mod notice;
pub mod octet;
mod params;
mod parse;
mod pass;
mod preset;
mod run;
mod setting;
mod softness;
pub mod stream;
mod table;
mod tally;
pub mod verify;

pub use address::LONGEST as LONGEST_ADDRESS;
pub use batch::Batch;
pub use chi_square::ChiSquare;
pub use course::{Entrant, ROWS_OF_STEP};
pub use csv::{SAMPLES_IN_FILE, SAMPLES_IN_PART};
pub use draw::Draw;
pub use gradient_lab::Rows;
pub use lab::{CLOUD, ESTIMATES, Estimated, EstimatorWork, Job, SWEEP_ROWS, SWEPT};
pub use law::Law;
pub use notice::{Code, Notice, Notices};
pub use params::{
    BLOCK, CATEGORY_LETTERS, CHAPTERS, DECAY, ESTIMATORS, ETA, EVERY, FLOOR, LANGUAGES, LOCATION,
    LOGIT, MAX_CATEGORIES, MIN_CATEGORIES, OBJECTIVES, OPTIMIZERS, PARENTS, PRESENTED, Params, Pin,
    RATE, REPLICATES, SAMPLES, SCALE, SCHEDULES, SHAPE, SHARE, STEPS, TARGET, TEMPERATURE, THEMES,
    Temperature, UNIFORM, nearest_logit,
};
pub use parse::{Range, number};
pub use preset::PRESETS;
pub use run::{DOTS, Dot, Run};
pub use softness::COMPARED;
pub use table::{Kind, Parameter, TABLE};
pub use tally::{
    HardTally, NOISE_BIN_WIDTH, NOISE_BINS, NOISE_START, NoiseTally, SOFT_BINS, SoftTally, Tally,
};

/// A pinned setting, its samples drawn again.
#[derive(Clone, Debug)]
pub struct Pinned {
    /// What its samples should show.
    pub law: Law,
    /// Its samples; fewer than were pinned while they are still being drawn.
    pub run: Run,
    n: u64,
}

/// See the module's documentation.
#[derive(Clone, Debug)]
pub struct Explorer {
    params: Params,
    law: Law,
    softness: softness::Softness,
    lab: lab::Lab,
    /// The samples under the present parameters: all N, or fewer while they are drawn again.
    run: Run,
    /// N.
    n: u64,
    /// What is shown while the run is shorter than N: each part from the run, or from before
    /// where the change did not touch it.
    shown: Option<(Tally, u64)>,
    /// The index and the words of the sample that is explained.
    explained: Option<(u64, Vec<u32>)>,
    draw: Option<Draw>,
    pinned: Option<Pinned>,
    /// At most so many samples are drawn at once by a change of parameters.
    budget: u64,
    params_revision: u32,
    tally_revision: u32,
}

impl Explorer {
    /// No samples yet; [`Params::n`] says how many to draw.
    pub fn new(params: Params) -> Self {
        let law = Law::new(&params.logits, params.temperature);
        let run = new_run(&params);
        let mut explorer = Explorer {
            pinned: None,
            law,
            softness: softness::Softness::default(),
            lab: lab::Lab::default(),
            run,
            n: 0,
            shown: None,
            explained: None,
            draw: None,
            budget: 20_000,
            params_revision: 1,
            tally_revision: 1,
            params,
        };
        explorer.renew_pinned();
        explorer
    }

    /// What is shown.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// What the samples should show.
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// What the samples show.
    pub fn tally(&self) -> &Tally {
        self.shown
            .as_ref()
            .map_or(self.run.tally(), |(tally, _)| tally)
    }

    /// Pearson's test of the hard counts against pi; None while there are too few.
    pub fn chi_square(&self) -> Option<ChiSquare> {
        ChiSquare::of_counts(&self.tally().hard.counts, &self.law.probs)
    }

    /// The last of the N samples, explained.
    pub fn draw(&self) -> Option<&Draw> {
        self.draw.as_ref()
    }

    /// The samples 1 to 1,000.
    pub fn dots(&self) -> &[Dot] {
        self.run.dots()
    }

    /// The standard Gumbel noise of the dots, drawn again from the seed; a row a dot, 0 from K on.
    pub fn dot_noise(&self) -> Vec<[f32; MAX_CATEGORIES]> {
        let count = self.run.dots().len();
        run::first_noise(self.params.seed, self.params.categories(), count)
    }

    /// The first draws of the seed, explained; at most N and at most 16 of them.
    pub fn first_draws(&self, count: usize) -> Vec<Draw> {
        let Params {
            logits,
            temperature,
            seed,
            ..
        } = &self.params;
        let rows = run::first_words(*seed, logits.len());
        let rows = rows.iter().take(count.min(self.n.min(16) as usize));
        rows.enumerate()
            .map(|(i, words)| Draw::new(i as u64, words, logits, *temperature))
            .collect()
    }

    /// `(tau, E[y])` over the whole range of tau under the present logits, to 1e-6; computed when first
    /// asked for, and again only when a logit has changed.
    pub fn mean_curve(&self) -> &[(f64, Vec<f64>)] {
        self.softness.curve(&self.params.logits)
    }

    /// E\[y\] at each of the temperatures [`COMPARED`]; computed as [`Explorer::mean_curve`] is.
    pub fn compared_means(&self) -> &[Vec<f64>; COMPARED.len()] {
        self.softness.compared(&self.params.logits)
    }

    /// N.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// M of N: how many are shown under the present parameters. N at rest.
    pub fn shown(&self) -> u64 {
        self.shown.as_ref().map_or(self.n, |(_, m)| *m)
    }

    /// How many of the N have been drawn under the present parameters.
    pub fn refined(&self) -> u64 {
        self.run.n()
    }

    /// The pinned setting.
    pub fn pinned(&self) -> Option<&Pinned> {
        self.pinned.as_ref()
    }

    /// Changes with every change of the parameters.
    pub fn params_revision(&self) -> u32 {
        self.params_revision
    }

    /// Changes with everything that the samples show.
    pub fn tally_revision(&self) -> u32 {
        self.tally_revision
    }

    /// How many samples a change of parameters may draw at once, at least the dots.
    pub fn set_budget(&mut self, budget: u64) {
        self.budget = budget.max(DOTS as u64);
    }

    /// Draws `count` more samples, as far as N may grow: the largest of [`SAMPLES`]. While a redrawing is under way, N grows
    /// and [`Explorer::refine`] draws up to it.
    pub fn step(&mut self, count: u64) {
        let count = count.min((SAMPLES.max as u64).saturating_sub(self.n));
        if self.shown.is_some() {
            self.n += count;
        } else {
            self.run.advance(count);
            self.n = self.run.n();
            self.renew_draw();
        }
        self.params.n = self.params.n.max(self.n);
        self.tally_revision += 1;
    }

    /// Back to N = 0, at the beginning of the stream.
    pub fn reset(&mut self) {
        self.run = new_run(&self.params);
        self.n = 0;
        self.params.n = 0;
        self.shown = None;
        self.renew_draw();
        self.tally_revision += 1;
    }

    /// Takes new parameters; N stays. The first M = min(N, budget) samples are drawn anew under
    /// them at once, with the same noise. Parts that the change does not touch (the noise unless
    /// the seed or K changes, the hard counts while only the temperature does) stay whole.
    pub fn set_params(&mut self, params: Params) {
        let old = core::mem::replace(&mut self.params, params);
        let new = &self.params;
        self.params_revision += 1;
        // Fewer samples than there are: the same, up to there.
        let fewer = new.n < self.n;
        self.n = self.n.min(new.n);
        let stream = fewer || old.seed != new.seed || old.categories() != new.categories();
        let logits = stream || old.logits != new.logits;
        let soft = logits || old.temperature != new.temperature;
        if old.logits != new.logits {
            self.softness = softness::Softness::default();
        }
        self.lab.follow(&old, new);
        if soft {
            self.law = Law::new(&new.logits, new.temperature);
            self.replay(stream, logits);
        }
        if old.pin != self.params.pin {
            self.renew_pinned();
        }
    }

    /// Draws again under the present parameters; `stream` and `hard` say what else than the soft
    /// samples is no longer as shown.
    fn replay(&mut self, stream: bool, hard: bool) {
        let before = (self.tally().clone(), self.shown());
        self.run = new_run(&self.params);
        self.run.advance(self.n.min(self.budget));
        let m = self.run.n();
        self.shown = (m < self.n).then(|| {
            let mut tally = self.run.tally().clone();
            if !stream {
                tally.noise = before.0.noise;
            }
            if !hard {
                tally.hard = before.0.hard;
            }
            (tally, m)
        });
        self.tally_revision += 1;
        if stream || self.shown.is_none() {
            self.renew_draw();
        } else {
            // The draw that is explained stays the same draw.
            self.explain();
        }
    }

    /// At rest: draws up to `most` of the samples that are missing. True when none are.
    pub fn refine(&mut self, most: u64) -> bool {
        let missing = self.n.saturating_sub(self.run.n());
        if self.shown.is_some() {
            self.run.advance(missing.min(most));
            if self.run.n() == self.n {
                self.shown = None;
                self.renew_draw();
                self.tally_revision += 1;
            }
        }
        if let Some(pinned) = &mut self.pinned {
            let missing = pinned.n.saturating_sub(pinned.run.n());
            if missing > 0 {
                pinned.run.advance(missing.min(most));
                self.params_revision += 1;
            }
        }
        self.complete()
    }

    /// Whether every sample has been drawn under the present parameters.
    pub fn complete(&self) -> bool {
        self.shown.is_none() && self.pinned.as_ref().is_none_or(|p| p.run.n() >= p.n)
    }

    /// Stops a redrawing: N becomes what has been drawn so far, and so does that of the pinned setting.
    pub fn stop(&mut self) {
        if self.shown.take().is_some() {
            self.n = self.run.n();
            self.params.n = self.n;
            self.renew_draw();
            self.tally_revision += 1;
        }
        if let (Some(pinned), Some(pin)) = (&mut self.pinned, &mut self.params.pin)
            && pinned.run.n() < pinned.n
        {
            pinned.n = pinned.run.n();
            pin.n = pinned.n;
            self.params_revision += 1;
        }
    }

    /// Keeps the present setting as a ghost to compare with.
    pub fn pin(&mut self) {
        let Params {
            logits,
            temperature,
            seed,
            ..
        } = self.params.clone();
        let pin = Pin {
            logits,
            temperature,
            n: self.n.min(SAMPLES.max as u64),
            seed,
        };
        let n = pin.n;
        self.params.pin = Some(pin);
        self.params_revision += 1;
        if self.run.n() == n {
            self.pinned = Some(Pinned {
                law: self.law.clone(),
                run: self.run.clone(),
                n,
            });
        } else {
            self.renew_pinned();
        }
    }

    /// Lets the pinned setting go.
    pub fn unpin(&mut self) {
        self.params.pin = None;
        self.pinned = None;
        self.params_revision += 1;
    }

    /// The digest of the state after N samples; see [`Run::digest`].
    pub fn digest(&self) -> u64 {
        self.run.digest()
    }

    fn renew_pinned(&mut self) {
        let budget = self.budget;
        self.pinned = self.params.pin.as_ref().map(|pin| {
            let law = Law::new(&pin.logits, pin.temperature);
            let mut run = Run::new(
                pin.seed,
                kernel::Setting::new(&pin.logits, pin.temperature.tau()),
            );
            run.advance(pin.n.min(budget));
            Pinned { law, run, n: pin.n }
        });
    }

    /// Explains the last sample of the run.
    fn renew_draw(&mut self) {
        let words = self.run.last_words();
        self.explained = words.map(|words| (self.run.n() - 1, words.to_vec()));
        self.explain();
    }

    fn explain(&mut self) {
        let Params {
            logits,
            temperature,
            ..
        } = &self.params;
        self.draw = self
            .explained
            .as_ref()
            .map(|(index, words)| Draw::new(*index, words, logits, *temperature));
    }
}

fn new_run(params: &Params) -> Run {
    Run::new(
        params.seed,
        kernel::Setting::new(&params.logits, params.temperature.tau()),
    )
}
