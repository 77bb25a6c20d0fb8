import { LitElement } from 'lit';
import type { Group } from './group.js';
import { addressOf, isParameter, isShared, PARAMETERS, textOf, type Given, type ParameterName } from './parameters.js';

/** An element with every parameter of the table as an attribute and as a property. */
export abstract class ParameterElement extends LitElement {
  abstract shared: Group | undefined;

  /** What was given, by attribute or property, whichever came last. */
  readonly #given = new Map<string, string>();
  /** What was given while the element was nowhere. */
  readonly #meanwhile = new Set<string>();

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...PARAMETERS];
  }

  override attributeChangedCallback(name: string, old: string | null, text: string | null): void {
    super.attributeChangedCallback(name, old, text);
    if (isParameter(name)) this.#give(name, text);
  }

  override connectedCallback(): void {
    // A property that was set before the element was defined hides the accessor.
    for (const name of PARAMETERS) {
      if (name === 'lang' || !Object.hasOwn(this, name)) continue;
      const early = Reflect.get(this, name) as Given;
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, early);
    }
    super.connectedCallback();
  }

  /** What was given for this element alone. */
  protected own(name: string): string {
    return this.#given.get(name) ?? '';
  }

  /** What was given, as the text of an address. */
  protected get asked(): string {
    return addressOf(this.#given);
  }

  /** To be called when the element is part of a group that has had a state before. */
  protected passOn(): void {
    for (const name of this.#meanwhile) this.#pass(name);
    this.#meanwhile.clear();
  }

  /** To be called when the state of the group is another's. */
  protected forgo(): void {
    this.#meanwhile.clear();
  }

  #give(name: ParameterName, text: string | null): void {
    if (text === null) this.#given.delete(name);
    else this.#given.set(name, text);
    if (!isShared(name)) this.requestUpdate();
    else if (this.isConnected && this.shared) this.#pass(name);
    else if (this.hasUpdated) this.#meanwhile.add(name);
  }

  #pass(name: string): void {
    const text = this.#given.get(name) ?? null;
    // Without its probabilities a state has the logits that were given, or the usual ones.
    if (name === 'probs' && text === null) this.#pass('logits');
    else this.shared?.queue(name, text);
  }

  #read(name: ParameterName): string {
    const { shared } = this;
    if (!isShared(name) || !shared?.explorer) return this.own(name);
    shared.flush();
    if (name !== 'probs') return shared.get(name);
    return (shared.state?.names ?? []).map((_, k) => shared.get(`prob:${k + 1}`)).join(',');
  }

  static {
    // `lang` is every element's already.
    for (const name of PARAMETERS.filter((each) => each !== 'lang')) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        enumerable: true,
        get(this: ParameterElement) {
          return this.#read(name);
        },
        set(this: ParameterElement, given: Given) {
          this.#give(name, textOf(given));
        },
      });
    }
  }
}
