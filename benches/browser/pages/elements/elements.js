// The views that the address names, each an element of its own.
for (const [i, view] of location.search.slice(1).split(',').filter(Boolean).entries()) {
  const element = document.createElement('gumbel-softmax');
  for (const [name, value] of Object.entries({ view, controls: '', logits: '2,1,0.1', tau: '0.5', seed: i + 1, n: 100 })) {
    element.setAttribute(name, value);
  }
  if (view === 'tradeoff') {
    element.setAttribute('logits', '0,1,2,1,2,3,2,1,0,1');
    element.setAttribute('estimators', 'reinforce,baseline,loo,gs,stgs,st,rebar');
  }
  document.querySelector('main').append(element);
}
