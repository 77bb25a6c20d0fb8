/** The category that is marked in every view: the one pointed at, else the one selected. */
export class Pointing {
  hovered: number | undefined;
  selected: number | undefined;

  marked(categories: number): number | undefined {
    const category = this.hovered ?? this.selected;
    return category !== undefined && category < categories ? category : undefined;
  }
}
