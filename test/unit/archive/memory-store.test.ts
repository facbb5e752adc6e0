/** The store of the fake world does what the real ones do. */
import { describe } from 'vitest';
import { scene } from '../../world/scene.ts';
import { storeContract } from './store-contract.ts';

describe('as every store', () => {
  storeContract(async () => {
    const { store } = await scene([]);
    store.objects.clear();
    return store;
  });
});
