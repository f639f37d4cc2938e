// Temporal's profiles, loaded when somebody may have one. In a file of its own, since a bundle loses the names that a
// package in CommonJS exports when it is imported dynamically itself.

export { loadClientConfigProfile, toClientOptions } from '@temporalio/envconfig';
