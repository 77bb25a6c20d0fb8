//! What the rows of a density share: -log2 y and y^-tau at four places in a pixel, between which each row reads its own.
//!
//! The centres of a row's pixels lie equally far beyond such a place, so what they need lies side by side in memory. A straight
//! line between two places a distance h apart is too high by at most h^2/8 times the second derivative: x pixels from the
//! edge, with h = 1/4, that is 0.0113/x^2 bits of y, and tau (tau + 1)/(128 x^2) of a power.

use wide::bytemuck;

use super::short::Short;
use crate::explorer::octet::{Octet, WIDTH, all};

/// Places in a pixel.
const PLACES: usize = 4;

/// From so many pixels on, a level of colour is off by at most 0.032 for it at tau = 5, the largest whose powers are shared, and
/// by 0.002 at tau = 1. Nearer to an edge lines are too straight.
pub(super) const NEAREST: usize = 21;

/// Values at the places from one end of the base to its middle, and those from the other end back to the first.
pub(super) struct Lattice {
    logs: [Table; 2],
    powers: Option<[Table; 2]>,
}

/// Where a row's pixels lie.
#[derive(Clone, Copy)]
pub(super) struct Offset {
    /// How many have their centres before the side.
    columns: usize,
    /// How far behind it the next has its own, from 0 to 1.
    rest: f32,
}

impl Offset {
    /// Of a row that begins so many pixels from the left.
    pub(super) fn new(side: f32) -> Self {
        let columns = libm::ceilf(side - 0.5).max(0.0);
        Offset {
            columns: columns as usize,
            rest: columns + 0.5 - side,
        }
    }
}

impl Lattice {
    /// For pictures of this width; with powers, for a tau.
    pub(super) fn new(short: &Short, width: u32, tau: Option<f32>) -> Self {
        let (octets, column) = (
            (width as usize).div_ceil(WIDTH) + 1,
            all(1.0 / width as f32),
        );
        let y = |x: Octet| short.minus_log2(short.within(x * column));
        let logs = [
            Table::new(octets / 2 + 2, |columns, place| y(columns + all(place))),
            Table::new(octets, |columns, place| {
                y(all(width as f32 - 1.0 + place) - columns)
            }),
        ];
        let power = |tau| {
            logs.each_ref()
                .map(|logs| logs.map(|log| short.exp2_in_range(all(tau) * log)))
        };
        Lattice {
            powers: tau.map(power),
            logs,
        }
    }

    /// -log2 y_2 of a row's pixels from this column on, and -log2 y_1; the powers of both, where there are any.
    #[inline(always)]
    pub(super) fn read(
        &self,
        offset: Offset,
        column: usize,
        logs: [&mut [Octet]; 2],
        powers: [&mut [Octet]; 2],
    ) {
        let columns = [column - offset.columns, column + offset.columns];
        let read = |tables: &[Table; 2], rooms: [&mut [Octet]; 2]| {
            for ((table, room), column) in tables.iter().zip(rooms).zip(columns) {
                table.read(offset.rest, column, room);
            }
        };
        read(&self.logs, logs);
        if let Some(tables) = &self.powers {
            read(tables, powers);
        }
    }
}

/// A row of values for each place, and for the first of the next pixel.
struct Table {
    /// In a row.
    octets: usize,
    values: Vec<Octet>,
}

impl Table {
    /// Of columns and what a place adds to them.
    #[inline(always)]
    fn new(octets: usize, value: impl Fn(Octet, f32) -> Octet) -> Self {
        let first = Octet::new(core::array::from_fn(|i| i as f32));
        let mut values = vec![all(0.0); (PLACES + 1) * octets];
        for (place, row) in values.chunks_exact_mut(octets).enumerate() {
            let mut columns = first;
            for room in row {
                *room = value(columns, place as f32 / PLACES as f32);
                columns += all(WIDTH as f32);
            }
        }
        Table { octets, values }
    }

    #[inline(always)]
    fn map(&self, value: impl Fn(Octet) -> Octet) -> Self {
        Table {
            octets: self.octets,
            values: self.values.iter().map(|x| value(*x)).collect(),
        }
    }

    /// The values from a column on, so far behind it.
    #[inline(always)]
    fn read(&self, rest: f32, column: usize, room: &mut [Octet]) {
        let place = ((rest * PLACES as f32) as usize).min(PLACES - 1);
        let share = all(rest * PLACES as f32 - place as f32);
        let values: &[f32] = bytemuck::cast_slice(&self.values);
        let [before, after] = [place, place + 1].map(|place| {
            let row = &values[place * self.octets * WIDTH..][column..];
            row.as_chunks::<WIDTH>().0
        });
        for (room, (a, b)) in room.iter_mut().zip(before.iter().zip(after)) {
            let (a, b) = (Octet::new(*a), Octet::new(*b));
            *room = a + share * (b - a);
        }
    }
}
