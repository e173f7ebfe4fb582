"""Makes the bucket and the queue where AWS is a stand-in: `python tests/aws.py`."""

import os

import boto3

region = os.environ["AWS_REGION"]
s3 = boto3.client("s3", region_name=region)
name = os.environ["COVERS_BUCKET"]
if name not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})
queue = os.environ["QUEUE_URL"].rsplit("/", 1)[1]
print(boto3.client("sqs", region_name=region).create_queue(QueueName=queue)["QueueUrl"])
