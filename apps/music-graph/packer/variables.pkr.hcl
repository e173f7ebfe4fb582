variable "project_id" {
  type        = string
  description = "Project that the image is built and kept in: that of the environment shared."
}

variable "zone" {
  type        = string
  description = "Zone of the machine that becomes the image."
}

variable "subnetwork" {
  type        = string
  description = "Subnet of that machine, by name. It needs a way out (NAT); people and Packer come in by IAP."
}

variable "network_project_id" {
  type        = string
  description = "Project of the subnet."
}

variable "base_image" {
  type        = string
  description = "Image of debian-cloud to begin with, by its exact name, so that a build can be repeated."

  validation {
    condition     = var.base_image != "" && regex_replace(var.base_image, "^debian-13-trixie-v[0-9]{8}$", "") == ""
    error_message = "The base_image must be an exact Debian 13 for amd64, such as debian-13-trixie-v20261111."
  }
}

variable "git_sha" {
  type        = string
  description = "Commit that is built, its first seven digits: part of the image's name."

  validation {
    condition     = var.git_sha != "" && regex_replace(var.git_sha, "^[0-9a-f]{7}$", "") == ""
    error_message = "The git_sha must be seven hexadecimal digits: git rev-parse --short=7 HEAD."
  }
}

variable "family" {
  type        = string
  default     = "music-graph-host"
  description = "Family that the image joins: what follows the family boots from it next. Try out by another."

  validation {
    condition     = var.family != "" && regex_replace(var.family, "^music-graph-host(-[a-z0-9]+)?$", "") == ""
    error_message = "The family must be music-graph-host, or that with a word behind it to try something out."
  }
}

variable "storage_location" {
  type        = string
  default     = "eu"
  description = "Region or multi-region that the image lies in."
}
