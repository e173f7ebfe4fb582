locals {
  built_at   = formatdate("YYYYMMDDhhmmss", timestamp())
  image_name = "${var.family}-${local.built_at}-${var.git_sha}"
  repository = "${path.root}/../../.."
}

source "googlecompute" "host" {
  project_id              = var.project_id
  source_image            = var.base_image
  source_image_project_id = ["debian-cloud"]

  image_name              = local.image_name
  image_family            = var.family
  image_description       = "Host of music-graph: Docker with Compose, Ops Agent, certbot, backup scripts"
  image_storage_locations = [var.storage_location]
  image_labels = {
    app            = "music-graph"
    base_image     = var.base_image
    git_sha        = var.git_sha
    packer_version = replace(packer.version, ".", "-")
  }

  # The machine that becomes the image: no address, no account, shielded as its hosts will be.
  zone                            = var.zone
  machine_type                    = "e2-medium"
  disk_size                       = 10
  disk_type                       = "pd-ssd"
  network_project_id              = var.network_project_id
  subnetwork                      = var.subnetwork
  omit_external_ip                = true
  use_internal_ip                 = true
  disable_default_service_account = true
  enable_secure_boot              = true
  enable_vtpm                     = true
  enable_integrity_monitoring     = true
  labels                          = { app = "music-graph", purpose = "image-build" }
  metadata                        = { block-project-ssh-keys = "TRUE", serial-port-enable = "FALSE" }

  use_iap                 = true
  use_os_login            = true
  ssh_username            = "packer"
  temporary_key_pair_type = "ed25519"
}

build {
  sources = ["source.googlecompute.host"]

  provisioner "shell" {
    inline = ["install -d -m 0700 /tmp/groundplan"]
  }

  provisioner "file" {
    sources = [
      "${path.root}/certbot.txt",
      "${path.root}/packages.txt",
      "${local.repository}/modules/aws/certbot-dns/fetch-aws-credentials.sh",
      "${local.repository}/scripts/backup",
      "${local.repository}/scripts/certificates/check-certificate.sh",
    ]
    destination = "/tmp/groundplan/"
  }

  provisioner "shell" {
    script          = "${path.root}/provision.sh"
    execute_command = "chmod +x {{ .Path }} && sudo {{ .Path }} --files /tmp/groundplan"
  }

  post-processor "manifest" {
    output     = "manifest.json"
    strip_path = true
    custom_data = {
      base_image = var.base_image
      family     = var.family
      git_sha    = var.git_sha
    }
  }
}
