// Stands for the package `archiver` in a snapshot, where archives are made by a process apart.
module.exports = () => {
  throw new Error("archiver is not in the snapshot");
};
