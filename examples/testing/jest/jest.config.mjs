// ES modules as they are; Jest needs NODE_OPTIONS=--experimental-vm-modules for that.
export default {
  testMatch: ['**/*.test.mjs'],
  moduleFileExtensions: ['mjs', 'js'],
  transform: {},
};
