/** The part of the core that answers for the figures. */
export interface Figures {
  Explorer: new (address: string) => {
    take_notices(): unknown[];
    snapshot(): unknown;
    free(): void;
  };
}

export interface Figure {
  shown: string;
  what: string;
  address: string;
}

export const MEASURED: Record<string, number>;
export function figures(core: Figures): {
  list(text: string): Figure[];
  quoted(text: string, file?: string): string;
  wrong(figure: Figure): string | undefined;
};
