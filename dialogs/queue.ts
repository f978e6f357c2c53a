/** Work under one name is done one after the other, in the order in which it came; under different names, side by side. */
export type Queue = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

export function createQueue(): Queue {
  const tails = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = tails.get(name);
    const mine = before ? before.then(work, work) : work();
    tails.set(name, mine);
    const leave = () => {
      if (tails.get(name) === mine) tails.delete(name);
    };
    mine.then(leave, leave);
    return mine;
  };
}
