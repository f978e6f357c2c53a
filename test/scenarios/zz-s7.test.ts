import { openWorld } from '/work/main/test/support/world.ts';
it('x', async () => {
  const world = await openWorld();
  try {
    console.log(world.sandbox.places().map((p) => [p.platform, p.title, p.place].join(' | ')).join('\n'));
    await world.settled();
    const general = world.sandbox.places().find((p) => p.title === 'Operations / General')!.place;
    console.log(world.sandbox.view('teams', general).map((m) => m.text));
    for (const who of ['mio-service','ada']) { try { console.log(who, world.sandbox.view('teams', 'direct:'+who).map((m) => m.text)); } catch (e) { console.log(who, String(e)); } }
    await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'dm', place: '', text: 'help' });
    await world.settled();
    console.log(world.sandbox.view('teams', 'direct:ada').map((m) => m.text));
    const m = await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'mention', place: general, text: 'who is hre' });
    await world.settled();
    console.log(world.sandbox.view('teams', general).map((m) => [m.root, m.text]));
    console.log(world.log.text());
  } finally { await world.close(); }
}).timeout(60000);
